namespace Marketplace.Wallets;

/// <summary>What an account has earned and not taken out, and how much of it stays for Connects when it is (PAY-04).</summary>
/// <param name="Owner">Whose it is; every account has one.</param>
/// <param name="Balance">What is there.</param>
/// <param name="Pending">Earned by referrals and still on hold.</param>
/// <param name="Reserve">What a withdrawal leaves.</param>
public sealed record CashWallet(AccountId Owner, Money Balance, Money Pending, Money Reserve);

/// <summary>A line of a cash wallet's history.</summary>
public sealed record CashEntry(OwnedId Id, DateTimeOffset At, TransactionKind Kind, Money Amount, Money BalanceAfter, string Description)
{
    internal static CashEntry Of(LedgerTransaction line) =>
        new(line.Id, line.EffectiveAt, line.Kind, new Money(line.Cash), new Money(line.CashAfter!.Value), line.Description);
}
