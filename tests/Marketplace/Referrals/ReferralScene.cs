using Marketplace.Accounts;
using Marketplace.Contracts;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.Referrals;
using Marketplace.Tests.Interviews;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Referrals;

/// <summary>People who refer and are referred, by what they do.</summary>
public sealed class ReferralScene(TestMarketplace market)
{
    private int made;

    public TestMarketplace Market => market;

    public async Task<ReferralLink> LinkAsync(Account owner, string program, ReferralSource source = ReferralSource.Link)
    {
        var outcome = await TryLinkAsync(owner, program, source);
        return outcome.Value ?? throw new InvalidOperationException(outcome.Refusal!.Message);
    }

    public Task<Outcome<ReferralLink>> TryLinkAsync(Account owner, string program, ReferralSource source = ReferralSource.Link, Caller? caller = null) =>
        market.With<ReferralLinks, Outcome<ReferralLink>>(links => links.CreateAsync(owner.AccountId, program, source, caller ?? TestMarketplace.CallerOf(owner), CancellationToken.None));

    /// <summary>Somebody who signs up through a link.</summary>
    public Task<Account> SignUpAsync(AccountKind kind, ReferralLink link, Func<NewAccount, NewAccount>? change = null, Caller? caller = null) =>
        market.RegisterAsync(kind, caller, account => (change?.Invoke(account) ?? account) with { ReferralCode = link.Code });

    public async Task VerifyAsync(Account account, ContactChannel channel)
    {
        var done = await market.With<ContactVerification, Outcome<Account>>(contacts =>
            contacts.VerifyAsync(account.AccountId, channel, null, new Caller("support", System.Collections.Frozen.FrozenSet.ToFrozenSet([Role.Support]), null), CancellationToken.None));
        if (done.Refusal is { } refusal)
            throw new InvalidOperationException(refusal.Message);
    }

    public async Task PassTestAsync(Account account)
    {
        var done = await market.With<TalentProgress, Outcome<Account>>(progress => progress.RecordReadinessTestAsync(account.AccountId, true, CancellationToken.None));
        if (done.Refusal is { } refusal)
            throw new InvalidOperationException(refusal.Message);
    }

    /// <summary>A client that hires a talent and pays it.</summary>
    public async Task<Payment> PayAsync(Account client, Talent talent, long cents)
    {
        var contract = await HireAsync(client, talent);
        return await PayAsync(client, contract, cents);
    }

    public async Task<Contract> HireAsync(Account client, Talent talent, string category = "legal")
    {
        var job = await market.JobAsync((Client)client, category: category);
        await market.BuyAsync(talent, 10);
        var proposal = (await market.SubmitAsync(talent, job)).Value!.Proposal;
        var hired = await market.With<ContractLife, Outcome<Contract>>(c => c.HireAsync(proposal.Id, null, null, TestMarketplace.CallerOf(client), CancellationToken.None));
        return hired.Value ?? throw new InvalidOperationException(hired.Refusal!.Message);
    }

    public async Task<Payment> PayAsync(Account client, Contract contract, long cents)
    {
        var paid = await market.With<ContractPayments, Outcome<PaidContract>>(payments => payments.PayAsync(
            new ContractPayment(contract.Id, new Money(cents), PaymentMethod.Card, null, $"pay-{Interlocked.Increment(ref made)}"), TestMarketplace.CallerOf(client), CancellationToken.None));
        return paid.Value?.Payment ?? throw new InvalidOperationException(paid.Refusal!.Message);
    }

    public Task<Outcome<Payment>> RefundAsync(Payment payment, long? cents = null) =>
        market.With<ContractPayments, Outcome<Payment>>(payments => payments.RefundAsync(
            payment.Id, cents is null ? null : new Money(cents.Value), "Not delivered", $"refund-{Interlocked.Increment(ref made)}", "support", CancellationToken.None));

    public async Task<ReferralProgress> ReferralAsync(Account referrer, Account referred)
    {
        var number = await market.ScalarAsync<long>($"select number from marketplace.referral where referred_id = {referred.Id}");
        var id = new OwnedId(referrer.Id, number);
        return (await market.With<ReferralReader, IReadOnlyDictionary<OwnedId, ReferralProgress>>(referrals => referrals.ProgressAsync([id], CancellationToken.None)))[id];
    }

    public Task<CashWallet> CashAsync(Account account) => market.With<CashReader, CashWallet>(cash => cash.ByOwnerAsync(account.AccountId, CancellationToken.None));
}
