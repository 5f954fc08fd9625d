using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Policies;
using Marketplace.Referrals;

namespace Marketplace.Schema.Referrals;

[GraphQLName("ReferralFilter")]
public sealed record ReferralFilterInput(IReadOnlyList<PublicReferralState>? States = null, string? Program = null, ReferralSource? Source = null)
{
    public static ReferralFilter Read(ReferralFilterInput? where) => new(where?.States, where?.Program, where?.Source);
}

[EnumType<PublicReferralState>(Name = "ReferralState")]
public static class ReferralStateType;

/// <summary>What an account does for its friends: links, totals and whom it brought.</summary>
public sealed record ReferralAccountOf(AccountId Owner);

[ObjectType<ReferralAccountOf>(Name = "ReferralAccount", Include = [])]
public static class ReferralAccountType
{
    [BatchResolver]
    [ListSize(AssumedSize = 10)]
    public static async Task<IReadOnlyList<IReadOnlyList<ReferralLink>>> GetLinksAsync([Parent] IReadOnlyList<ReferralAccountOf> accounts, ReferralReader referrals, CancellationToken cancellation)
    {
        var links = await referrals.LinksOfAsync(accounts.Select(a => a.Owner.Value), cancellation);
        return [.. accounts.Select(a => (IReadOnlyList<ReferralLink>)[.. links[a.Owner.Value]])];
    }

    /// <summary>Where to post: an address for every source, whether its link has been made or not.</summary>
    [ListSize(AssumedSize = 6)]
    public static async Task<IReadOnlyList<ReferralShareUrl>> GetShareUrlsAsync(
        [Parent] ReferralAccountOf account, string program, ReferralLinks links, ReferralAddresses addresses, CancellationToken cancellation)
    {
        var codes = await links.CodesAsync(account.Owner, program, cancellation)
            ?? throw new GraphQLException($"There is no referral program '{program}' that this account could post links of. See referralPrograms.", "BAD_USER_INPUT");
        return [.. codes.Select(c => new ReferralShareUrl(c.Key, addresses.Share(c.Key, c.Value)))];
    }

    /// <summary>Rewarded, net of reversals; what is on hold is `pendingCash`.</summary>
    [BatchResolver]
    public static Task<IReadOnlyList<MoneyAmount>> GetCashEarnedAsync([Parent] IReadOnlyList<ReferralAccountOf> accounts, ReferralReader referrals, CancellationToken cancellation) =>
        TotalsAsync(accounts, referrals, t => MoneyAmount.Of(new Money(t.CashCents)), cancellation);

    [BatchResolver]
    public static Task<IReadOnlyList<int>> GetConnectsEarnedAsync([Parent] IReadOnlyList<ReferralAccountOf> accounts, ReferralReader referrals, CancellationToken cancellation) =>
        TotalsAsync(accounts, referrals, t => (int)t.Connects, cancellation);

    [BatchResolver]
    public static Task<IReadOnlyList<MoneyAmount>> GetPendingCashAsync([Parent] IReadOnlyList<ReferralAccountOf> accounts, ReferralReader referrals, CancellationToken cancellation) =>
        TotalsAsync(accounts, referrals, t => MoneyAmount.Of(new Money(t.PendingCents)), cancellation);

    /// <summary>Of visitors who agreed to be remembered: one a visitor, link and day.</summary>
    [BatchResolver]
    public static Task<IReadOnlyList<int>> GetClicksAsync([Parent] IReadOnlyList<ReferralAccountOf> accounts, ReferralReader referrals, CancellationToken cancellation) =>
        TotalsAsync(accounts, referrals, t => (int)t.Clicks, cancellation);

    /// <summary>Whether the account asked to be shown among those who bring most.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<bool>> GetIsOnLeaderboardAsync([Parent] IReadOnlyList<ReferralAccountOf> accounts, ReferralLeaderboard leaderboard, CancellationToken cancellation)
    {
        var listed = await leaderboard.ListedAsync(accounts.Select(a => a.Owner.Value), cancellation);
        return [.. accounts.Select(a => listed.Contains(a.Owner.Value))];
    }

    /// <summary>Whom the account brought, the newest first.</summary>
    public static async Task<Connection<ReferralProgress>> GetReferralsAsync(
        [Parent] ReferralAccountOf account, PageArguments page, ReferralFilterInput? where, ReferralReader referrals, CancellationToken cancellation)
    {
        var filter = ReferralFilterInput.Read(where);
        return (await (await referrals.PageAsync(account.Owner, filter, page.ToRequest(), cancellation)).WithProgressAsync(referrals, cancellation))
            .ToConnection(r => r.Referral.Number, async c => await referrals.CountAsync(account.Owner, filter, c));
    }

    private static async Task<IReadOnlyList<T>> TotalsAsync<T>(IReadOnlyList<ReferralAccountOf> accounts, ReferralReader referrals, Func<ReferralTotals, T> read, CancellationToken cancellation)
    {
        var totals = await referrals.TotalsAsync(accounts.Select(a => a.Owner.Value), cancellation);
        return [.. accounts.Select(a => read(totals[a.Owner.Value]))];
    }
}

/// <summary>Where to post: the address that opens the share dialog of that place with the link filled in.</summary>
public sealed record ReferralShareUrl(ReferralSource Source, Uri Url);

/// <summary>An address that names who refers.</summary>
[ObjectType<ReferralLink>(Include = [nameof(ReferralLink.Source), nameof(ReferralLink.Code)])]
[Node]
public static class ReferralLinkType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<OwnedId, ReferralLink>> ByIdsAsync(IReadOnlyList<OwnedId> ids, CallerAccess caller, ReferralReader referrals, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        return await referrals.LinksAsync([.. ids.Where(i => readable(i.AccountId))], cancellation);
    }

    public static ReferralProgram GetProgram([Parent] ReferralLink link, PolicyBook policies, TimeProvider clock) => policies.Program(link.Program, clock);

    public static Uri GetUrl([Parent] ReferralLink link, ReferralAddresses addresses) => addresses.Of(link.Code);

    /// <summary>Of visitors who agreed to be remembered: one a visitor and day.</summary>
    public static int GetClicks([Parent] ReferralLink link) => (int)link.Clicks;

    [BatchResolver]
    public static async Task<IReadOnlyList<int>> GetSignUpsAsync([Parent] IReadOnlyList<ReferralLink> links, ReferralReader referrals, CancellationToken cancellation)
    {
        var counts = await referrals.SignUpsAsync([.. links.Select(l => l.Id)], cancellation);
        return [.. links.Select(l => counts.GetValueOrDefault(l.Id))];
    }
}

/// <summary>Somebody who signed up through a link.</summary>
[ObjectType<ReferralProgress>(Name = "Referral", Include = [nameof(ReferralProgress.Reason), nameof(ReferralProgress.Remaining), nameof(ReferralProgress.RewardedAt), nameof(ReferralProgress.State)])]
[Node(Key = nameof(ReferralProgress.Id))]
public static class ReferralType
{
    [NodeResolver]
    public static async Task<IReadOnlyDictionary<OwnedId, ReferralProgress>> ByIdsAsync(IReadOnlyList<OwnedId> ids, CallerAccess caller, ReferralReader referrals, CancellationToken cancellation)
    {
        var readable = await caller.ReadableAsync(Readers.Wallets, cancellation);
        return await referrals.ProgressAsync([.. ids.Where(i => readable(i.AccountId))], cancellation);
    }

    /// <summary>With the terms of the sign-up, which the referral keeps.</summary>
    public static ReferralProgram GetProgram([Parent] ReferralProgress referral, PolicyBook policies, TimeProvider clock) => policies.FrozenProgram(referral.Referral, clock.GetUtcNow());

    /// <summary>REF-10: the first name and an initial, which is what a friend knows anyway.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<string>> GetReferredNameAsync([Parent] IReadOnlyList<ReferralProgress> referrals, AccountReader accounts, CancellationToken cancellation)
    {
        var found = await accounts.ByIdsAsync(referrals.Select(r => r.Referral.ReferredId), cancellation);
        return [.. referrals.Select(r => ShortName.Of(found[r.Referral.ReferredId].DisplayName))];
    }

    /// <summary>Who referred.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<Account>> GetReferrerAsync([Parent] IReadOnlyList<ReferralProgress> referrals, AccountReader accounts, CancellationToken cancellation) =>
        referrals.InOrder(r => r.Referral.AccountId, await accounts.ByIdsAsync(referrals.Select(r => r.Referral.AccountId), cancellation));

    /// <summary>The account that signed up, for support and administrators: a referrer knows it by its first name.</summary>
    [Authorize(Policy = Policies.Support)]
    [BatchResolver]
    public static async Task<IReadOnlyList<Account>> GetReferredAsync([Parent] IReadOnlyList<ReferralProgress> referrals, AccountReader accounts, CancellationToken cancellation) =>
        referrals.InOrder(r => r.Referral.ReferredId, await accounts.ByIdsAsync(referrals.Select(r => r.Referral.ReferredId), cancellation));

    public static DateTimeOffset GetSignedUpAt([Parent] ReferralProgress referral) => referral.Referral.SignedUpAt;

    public static ReferralSource GetSource([Parent] ReferralProgress referral) => referral.Referral.Source;

    /// <summary>What it has brought or will bring, net of what was taken back; null where there is nothing.</summary>
    public static ReferralReward? GetReward([Parent] ReferralProgress referral)
    {
        var (cash, connects, theirs) = (referral.CashCents(RewardSide.Referrer), referral.Connects(RewardSide.Referrer), referral.Connects(RewardSide.Referred));
        return cash + connects + theirs == 0
            ? null
            : new ReferralReward(cash > 0 ? MoneyAmount.Of(new Money(cash)) : null, connects > 0 ? connects : null, theirs > 0 ? theirs : null);
    }

    /// <summary>What the referrer may choose instead, as long as the reward is not paid: see chooseReferralReward. Null where there is no choice.</summary>
    public static ReferralReward? GetAlternative([Parent] ReferralProgress referral) => referral.Alternative switch
    {
        (0, 0) => null,
        var (cents, connects) => new ReferralReward(cents > 0 ? MoneyAmount.Of(new Money(cents)) : null, connects > 0 ? connects : null, null),
    };
}

internal static class ReferralPages
{
    public static async Task<Page<ReferralProgress>> WithProgressAsync(this Page<Referral> page, ReferralReader referrals, CancellationToken cancellation)
    {
        var progress = await referrals.ProgressAsync([.. page.Items.Select(r => r.Id)], cancellation);
        return new Page<ReferralProgress>([.. page.Items.Select(r => progress[r.Id])], page.HasNext, page.HasPrevious);
    }

    /// <summary>A program that was in force once is kept in the configuration: a link names it for ever.</summary>
    public static ReferralProgram Program(this PolicyBook policies, string key, TimeProvider clock) => policies.At(clock.GetUtcNow()).Referrals.Programs.Single(p => p.Key == key);
}
