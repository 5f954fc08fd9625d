using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.Plans;
using Marketplace.Policies;
using Marketplace.Schema.Jobs;
using Marketplace.Schema.Plans;
using Marketplace.Schema.Referrals;
using Marketplace.Wallets;

namespace Marketplace.Schema.Accounts;

/// <summary>A person or an organisation.</summary>
[InterfaceType<Account>(Include = [nameof(Account.Status), nameof(Account.CreatedAt), nameof(Account.EmailVerifiedAt), nameof(Account.PhoneVerifiedAt)])]
[Node(IdName = "Account", Key = nameof(Account.AccountId))]
public static class AccountInterface
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<AccountId, Account>> ByIdsAsync(IReadOnlyList<AccountId> ids, CallerAccess caller, AccountReader accounts, CancellationToken cancellation)
    {
        // An id the caller may not see reads as null: accounts are shown to whoever is signed in.
        if (caller.Caller.Subject is null && !caller.Caller.IsStaff)
        {
            return new Dictionary<AccountId, Account>();
        }

        return (await accounts.ByIdsAsync(ids.Select(i => i.Value), cancellation)).Values.ToDictionary(a => a.AccountId);
    }

    /// <summary>What the account calls itself; "Erased account" once its personal data is gone.</summary>
    public static string GetDisplayName([Parent] Account account) => account.DisplayName ?? "Erased account";

    [Authorize(Policy = Policies.Owner)]
    [BatchResolver]
    public static async Task<IReadOnlyList<FieldResult<CashWallet>>> GetCashWalletAsync([Parent] IReadOnlyList<Account> accounts, CallerAccess caller, CashReader cash, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        var found = await cash.ByOwnersAsync(accounts.Select(a => a.Id).Where(readable), cancellation);
        return [.. accounts.Select(a => found.TryGetValue(a.Id, out var wallet) ? (FieldResult<CashWallet>)wallet : CallerAccess.Refused("A wallet").Error)];
    }

    /// <summary>Links, totals and whom the account brought; for the owner, support and administrators.</summary>
    [Authorize(Policy = Policies.Owner)]
    [BatchResolver]
    public static async Task<IReadOnlyList<FieldResult<ReferralAccountOf>>> GetReferralAccountAsync([Parent] IReadOnlyList<Account> accounts, CallerAccess caller, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        return [.. accounts.Select(a => readable(a.Id) ? (FieldResult<ReferralAccountOf>)new ReferralAccountOf(a.AccountId) : CallerAccess.Refused("A referral account").Error)];
    }

    /// <summary>What the account may pay with in its country.</summary>
    [Cost(0)]
    public static IReadOnlyList<PaymentMethod> GetPaymentMethods([Parent] Account account, PolicyBook policies, TimeProvider clock) =>
        PaymentMethods.In(account.Country, policies.At(clock.GetUtcNow()).Payments);

    public static CountryCode GetCountry([Parent] Account account) => CountryCode.TryParse(account.Country, out var code) ? code : throw new InvalidOperationException($"'{account.Country}' is no country code.");
}

/// <summary>Whoever sends proposals: a freelancer or an agency.</summary>
[InterfaceType<Talent>(Include = [])]
public static class TalentInterface
{
    [Authorize(Policy = Policies.Owner)]
    [BatchResolver]
    public static async Task<IReadOnlyList<FieldResult<ConnectsWallet>>> GetWalletAsync([Parent] IReadOnlyList<Talent> talents, CallerAccess caller, WalletReader wallets, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        var found = await wallets.ByOwnersAsync(talents.Select(t => t.Id).Where(readable), cancellation);
        return [.. talents.Select(t => found.TryGetValue(t.Id, out var wallet) ? (FieldResult<ConnectsWallet>)wallet : CallerAccess.Refused("A wallet").Error)];
    }

    /// <summary>The plan and its monthly cycle; for the owner, support and administrators.</summary>
    [Authorize(Policy = Policies.Owner)]
    [BatchResolver]
    public static async Task<IReadOnlyList<FieldResult<MembershipOfTalent>>> GetMembershipAsync(
        [Parent] IReadOnlyList<Talent> talents, CallerAccess caller, MembershipReader memberships, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        var found = await memberships.ByAccountsAsync(talents.Select(t => t.Id).Where(readable), cancellation);
        return [.. talents.Select(t => found.TryGetValue(t.Id, out var held) ? (FieldResult<MembershipOfTalent>)new MembershipOfTalent(held, t.Status) : CallerAccess.Refused("A membership").Error)];
    }

    [BatchResolver]
    public static async Task<IReadOnlyList<IReadOnlyList<Badge>>> GetBadgesAsync([Parent] IReadOnlyList<Talent> talents, AccountReader accounts, CancellationToken cancellation)
    {
        var badges = await accounts.BadgesAsync(talents.Select(t => t.Id), cancellation);
        return [.. talents.Select(t => (IReadOnlyList<Badge>)[.. badges[t.Id]])];
    }

    [Authorize(Policy = Policies.Owner)]
    public static async Task<Connection<Proposal>> GetProposalsAsync([Parent] Talent talent, PageArguments page, CallerAccess caller, ProposalReader proposals, CancellationToken cancellation)
    {
        if (!(await caller.ReadableAsync(Readers.Proposals, cancellation))(talent.Id))
        {
            throw CallerAccess.Refused("The list of a talent's proposals");
        }

        return (await proposals.OfTalentAsync(talent.AccountId, page.ToRequest(), cancellation))
            .ToConnection(p => p.Number, async c => await proposals.CountOfTalentAsync(talent.AccountId, c));
    }
}

[ObjectType<Freelancer>(Include = [nameof(Freelancer.ProfileApprovedAt), nameof(Freelancer.ReadinessPassedAt)])]
public static class FreelancerType;

[ObjectType<Agency>(Include = [])]
public static class AgencyType
{
    /// <summary>Who acts for the agency, in the order they joined.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<IReadOnlyList<Freelancer>>> GetMembersAsync([Parent] IReadOnlyList<Agency> agencies, AccountReader accounts, CancellationToken cancellation)
    {
        var members = await accounts.MembersAsync(agencies.Select(a => a.Id), cancellation);
        return [.. agencies.Select(a => (IReadOnlyList<Freelancer>)[.. members[a.Id]])];
    }
}

[ObjectType<Client>(Include = [])]
public static class ClientType
{
    /// <summary>The client's jobs, newest first.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<Connection<Job>>> GetJobsAsync(
        [Parent] IReadOnlyList<Client> clients, JobFilterInput? where, PageArguments page, JobReader jobs, CancellationToken cancellation)
    {
        // Many jobs of one page have one client: each client's jobs are read once.
        var connections = new Dictionary<long, Connection<Job>>();
        foreach (var client in clients.DistinctBy(c => c.Id))
        {
            connections[client.Id] = await jobs.ConnectionAsync(JobFilterInput.Read(where) with { Client = client.AccountId }, JobOrder.PostedAtDesc, page, cancellation);
        }

        return clients.InOrder(c => c.Id, connections);
    }
}
