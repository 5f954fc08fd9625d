namespace Marketplace.Wallets;

public enum Asset { Connects, Usd }

/// <summary>A wallet's row: what it holds of one asset, and what is agreed or owed beside that.</summary>
public sealed class WalletBalance
{
    public long AccountId { get; init; }
    public Asset Asset { get; init; }
    public long Paid { get; init; }

    /// <summary>Cents that a withdrawal leaves (PAY-04).</summary>
    public long Reserve { get; init; }

    /// <summary>Connects that were used and whose payment was taken back; the next purchases fill them first.</summary>
    public long Shortfall { get; init; }
}
