namespace Marketplace.Wallets;

/// <summary>An account's Connects as they can be spent at one instant: lots that have ended are left out, swept or not.</summary>
public sealed record ConnectsWallet(AccountId Owner)
{
    private readonly (long Paid, long Free)? _held;

    public ConnectsWallet(AccountId owner, long paid, long free)
        : this(owner) => _held = (paid, free);

    public long Paid => Held.Paid;

    public long Free => Held.Free;

    public long Balance => Paid + Free;

    // Whoever reads a wallet by its owner alone has said that what it holds is not asked for.
    private (long Paid, long Free) Held => _held ?? throw new InvalidOperationException("This wallet was read without what it holds.");
}
