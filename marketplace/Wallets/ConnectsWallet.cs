namespace Marketplace.Wallets;

/// <summary>An account's Connects as they can be spent at one instant: lots that have ended are left out, swept or not.</summary>
public sealed record ConnectsWallet(AccountId Owner, long Paid, long Free)
{
    public long Balance => Paid + Free;
}
