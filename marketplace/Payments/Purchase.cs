namespace Marketplace.Payments;

public enum PurchaseState { Pending, Completed, Declined }

public enum PaymentMethod { Card, Paypal, Earnings }

/// <summary>A bundle of Connects that somebody paid for, or is about to have paid for.</summary>
public sealed class Purchase
{
    public long AccountId { get; init; }
    public long Number { get; init; }
    public PurchaseState State { get; init; }
    public int Connects { get; init; }
    public long PriceCents { get; init; }
    public required string ChargeReference { get; init; }
    public DateTimeOffset PurchasedAt { get; init; }
    public long? LotNumber { get; init; }

    public OwnedId Id => new(AccountId, Number);
}
