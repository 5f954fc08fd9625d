using Marketplace.Accounts;
using Marketplace.Contracts;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.Referrals;
using Marketplace.Tests.Interviews;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
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
    public async Task<Payment> PayAsync(Account client, Talent talent, long cents, string? token = null)
    {
        var contract = await HireAsync(client, talent);
        return await PayAsync(client, contract, cents, token);
    }

    public async Task<Contract> HireAsync(Account client, Talent talent, string category = "legal")
    {
        var job = await market.JobAsync((Client)client, category: category);
        await market.BuyAsync(talent, 10);
        var proposal = (await market.SubmitAsync(talent, job)).Value!.Proposal;
        var hired = await market.With<ContractLife, Outcome<Contract>>(c => c.HireAsync(proposal.Id, null, null, TestMarketplace.CallerOf(client), CancellationToken.None));
        return hired.Value ?? throw new InvalidOperationException(hired.Refusal!.Message);
    }

    public async Task<Payment> PayAsync(Account client, Contract contract, long cents, string? token = null, string? key = null)
    {
        var paid = await market.With<ContractPayments, Outcome<PaidContract>>(payments => payments.PayAsync(
            new ContractPayment(contract.Id, new Money(cents), PaymentMethod.Card, token, key ?? $"pay-{Interlocked.Increment(ref made)}"), TestMarketplace.CallerOf(client), CancellationToken.None));
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

    /// <summary>How far the referral is, in one word.</summary>
    public async Task<PublicReferralState> StateAsync(Account referrer, Account referred) => (await ReferralAsync(referrer, referred)).State;

    /// <summary>What the database calls the referral of an account.</summary>
    public Task<string> StageAsync(Account referred) => market.AsOwnerAsync<string>($"select state from marketplace.referral where referred_id = {referred.Id}");

    public Task<long> ReferralsOfAsync(Account referrer) => market.AsOwnerAsync<long>($"select count(*) from marketplace.referral where account_id = {referrer.Id}");

    /// <summary>Somebody whom support approved for a program.</summary>
    public async Task<Freelancer> AffiliateAsync(string program)
    {
        var account = await market.FreelancerAsync();
        await ApplyAsync(account, program);
        await DecideAsync(account, program, AffiliateState.Approved);
        return account;
    }

    public async Task ApplyAsync(Account account, string program)
    {
        var version = market.Services.GetRequiredService<Marketplace.Policies.PolicyBook>().At(market.Clock.GetUtcNow()).Referrals.Programs.Single(p => p.Key == program).Version;
        Done(await market.With<Affiliates, Outcome<Affiliate>>(a => a.ApplyAsync(account.AccountId, program, version, "A blog about hiring.", TestMarketplace.CallerOf(account), CancellationToken.None)));
    }

    public async Task DecideAsync(Account account, string program, AffiliateState to) =>
        Done(await market.With<Affiliates, Outcome<Affiliate>>(a => a.DecideAsync(account.AccountId, program, to, "Looked at the blog.", "support", CancellationToken.None)));

    public async Task ReviewAsync(Account referrer, Account referred, bool approve)
    {
        var id = (await ReferralAsync(referrer, referred)).Id;
        Done(await market.With<ReferralReviews, Outcome<Referral>>(r => r.DecideAsync(id, approve, "Looked into it.", "support", CancellationToken.None)));
    }

    public async Task<bool> ClickAsync(ReferralLink link, Guid visitor, string? channel = null) =>
        await market.With<ReferralLinks, bool>(links => links.ClickAsync(link.Code, visitor, channel, CancellationToken.None));

    public async Task BanAsync(Account account) => Done(await market.With<AccountStanding, Outcome<Account>>(s => s.SuspendAsync(account.AccountId, true, "Fraud.", "safety", CancellationToken.None)));

    public async Task SuspendAsync(Account account) => Done(await market.With<AccountStanding, Outcome<Account>>(s => s.SuspendAsync(account.AccountId, false, "Asked.", "safety", CancellationToken.None)));

    public async Task ReinstateAsync(Account account) => Done(await market.With<AccountStanding, Outcome<Account>>(s => s.ReinstateAsync(account.AccountId, "Answered.", "safety", CancellationToken.None)));

    public async Task CloseAsync(Account account) => Done(await market.With<AccountStanding, Outcome<Account>>(s => s.CloseAsync(account.AccountId, TestMarketplace.CallerOf(account), "owner", CancellationToken.None)));

    public async Task EraseAsync(Account account) => Done(await market.With<AccountStanding, Outcome<Account>>(s => s.EraseAsync(account.AccountId, "Asked to be forgotten.", "support", CancellationToken.None)));

    public async Task WithdrawAsync(Account account, long cents) => Done(await market.With<Earnings, Outcome<CashWallet>>(e =>
        e.WithdrawAsync(new Withdrawal(account.AccountId, new Money(cents), $"withdraw-{Interlocked.Increment(ref made)}"), TestMarketplace.CallerOf(account), CancellationToken.None)));

    /// <summary>Lets days pass, and pays what is due then.</summary>
    public async Task AfterAsync(int days)
    {
        await market.AdvanceAsync(TimeSpan.FromDays(days));
        await ReleaseAsync();
    }

    public async Task ReleaseAsync() => (await market.RunAsync("release-referral-holds")).Outcome.ShouldBe(Marketplace.ScheduledJobs.RunOutcome.Succeeded);

    public async Task BooksAreRightAsync() => (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();

    private static void Done<T>(Outcome<T> outcome) where T : class
    {
        if (outcome.Refusal is { } refusal)
            throw new InvalidOperationException(refusal.Message);
    }

    public Task<CashWallet> CashAsync(Account account) => market.With<CashReader, CashWallet>(cash => cash.ByOwnerAsync(account.AccountId, CancellationToken.None));
}
