using Marketplace.Policies;
using Marketplace.Referrals;

namespace Marketplace.Schema.Referrals;

/// <summary>What each success brings from so many on.</summary>
public sealed record ReferralTier(int From, ReferralReward Reward);

/// <summary>Either cash or Connects, to the referrer and, where the program says so, to the referred as well.</summary>
/// <param name="Cash">In cash.</param>
/// <param name="Connects">In Connects.</param>
/// <param name="ReferredConnects">To who was referred.</param>
/// <param name="IfSilent">Where both are named the referrer chooses one until the reward is paid; this is what who says nothing gets.</param>
public sealed record ReferralReward(MoneyAmount? Cash, int? Connects, int? ReferredConnects, ReferralRewardAsset? IfSilent = null);

/// <summary>A banner for affiliates, served by this host.</summary>
[GraphQLName("ReferralCreative")]
public sealed record ReferralBanner(string Name, Uri Url, int Width, int Height);

/// <summary>A way to earn by bringing people.</summary>
[ObjectType<ReferralProgram>(Include = [nameof(ReferralProgram.Key), nameof(ReferralProgram.Kind), nameof(ReferralProgram.Name), nameof(ReferralProgram.Terms)])]
public static class ReferralProgramType
{
    /// <summary>Whether a person approves who refers: see applyAsAffiliate.</summary>
    public static bool GetNeedsApproval([Parent] ReferralProgram program) => program.NeedsApproval;

    /// <summary>Grows with every change of the terms; a referral keeps those of its sign-up.</summary>
    public static int GetTermsVersion([Parent] ReferralProgram program) => program.Version;

    /// <summary>Where these terms stand for everybody, for as long as somebody may have been promised them.</summary>
    [Cost(0)]
    public static Uri GetTermsUrl([Parent] ReferralProgram program, ReferralAddresses addresses) => addresses.Terms(program.Key, program.Version);

    [Cost(0), ListSize(AssumedSize = 3)]
    public static IReadOnlyList<ReferralTier> GetTiers([Parent] ReferralProgram program) =>
    [
        .. program.Milestones.SelectMany(m => m.Tiers).Select(t => new ReferralTier(
            t.From,
            new ReferralReward(t.Referrer?.CashCents is { } cents ? MoneyAmount.Of(new Money(cents)) : null, t.Referrer?.Connects, t.Referred?.Connects, t.Referrer?.IfSilent))),
    ];

    [Cost(0), ListSize(AssumedSize = 3)]
    public static IReadOnlyList<ReferralBanner> GetCreatives([Parent] ReferralProgram program, ReferralAddresses addresses) =>
        [.. (program.Creatives ?? []).Select(c => new ReferralBanner(c.Name, addresses.Creative(c.File), c.Width, c.Height))];
}

/// <summary>What a program has cost and brought, by those who signed up in the time asked for.</summary>
[ObjectType<ProgramEconomics>(Name = "ReferralEconomics", Include = [nameof(ProgramEconomics.Program), nameof(ProgramEconomics.ConnectsGiven)])]
public static class ReferralEconomicsType
{
    /// <summary>On its links in the time asked for: one a visitor, link and day, of those who agreed to be remembered.</summary>
    public static int GetClicks([Parent] ProgramEconomics economics) => (int)economics.Clicks;

    public static int GetSignUps([Parent] ProgramEconomics economics) => (int)economics.SignUps;

    /// <summary>With a reward on hold or paid.</summary>
    public static int GetQualified([Parent] ProgramEconomics economics) => (int)economics.Qualified;

    public static int GetRewarded([Parent] ProgramEconomics economics) => (int)economics.Rewarded;

    /// <summary>To both sides, net of what was taken back.</summary>
    public static MoneyAmount GetCashPaid([Parent] ProgramEconomics economics) => MoneyAmount.Of(economics.CashPaid);

    public static MoneyAmount GetCashOnHold([Parent] ProgramEconomics economics) => MoneyAmount.Of(economics.CashOnHold);

    /// <summary>Cash that was paid or is on hold, and what the Connects would cost to buy today.</summary>
    public static MoneyAmount GetCost([Parent] ProgramEconomics economics) => MoneyAmount.Of(economics.Cost);

    /// <summary>What the referred accounts have paid the platform since they signed up: Connects, membership fees, featured jobs, fees of contracts.</summary>
    public static MoneyAmount GetRevenue([Parent] ProgramEconomics economics) => MoneyAmount.Of(economics.Revenue);

    /// <summary>Null where nobody has qualified.</summary>
    public static MoneyAmount? GetCostPerQualified([Parent] ProgramEconomics economics) => Each(economics.Cost, economics.Qualified);

    /// <summary>Null where nobody has signed up.</summary>
    public static MoneyAmount? GetRevenuePerSignUp([Parent] ProgramEconomics economics) => Each(economics.Revenue, economics.SignUps);

    // Half a cent up, as fees are rounded.
    private static MoneyAmount? Each(Money total, long count) => count == 0 ? null : MoneyAmount.Of(new Money((long)Math.Round((decimal)total.Cents / count, MidpointRounding.AwayFromZero)));
}

[QueryType]
public static class ReferralQueries
{
    /// <summary>The programs in force.</summary>
    [AllowAnonymous]
    [Cost(1), ListSize(AssumedSize = 5)]
    public static IReadOnlyList<ReferralProgram> GetReferralPrograms(PolicyBook policies, TimeProvider clock) => [.. policies.At(clock.GetUtcNow()).Referrals.InForce];

    /// <summary>A program with its terms: those in force, or those of a version that is or was.</summary>
    [AllowAnonymous]
    public static ReferralProgram? GetReferralProgram(string key, PolicyBook policies, TimeProvider clock, int? version = null) => policies.PublicProgram(key, version, clock.GetUtcNow());

    /// <summary>Who brings most by a program, of those who asked to be shown: see listOnLeaderboard. Counted from rewards that were paid and stand.</summary>
    [Authorize(Policy = Policies.SignedIn)]
    [ListSize(AssumedSize = ReferralLeaderboard.MostLeaders)]
    public static Task<IReadOnlyList<ReferralLeader>> GetReferralLeaderboardAsync(
        string program, ReferralLeaderboard leaderboard, PolicyBook policies, TimeProvider clock, CancellationToken cancellation) =>
        policies.PublicProgram(program, null, clock.GetUtcNow()) is null
            ? throw new GraphQLException($"There is no referral program '{program}'. See referralPrograms.", "BAD_USER_INPUT")
            : leaderboard.ReadAsync(program, cancellation);

    /// <summary>What programs have cost and what the accounts they brought have paid the platform, of sign-ups from `since` on and before `until`. It says what came by them, not what would not have come without.</summary>
    [Authorize(Policy = Policies.ExperimentReader)]
    [ListSize(AssumedSize = 12)]
    public static Task<IReadOnlyList<ProgramEconomics>> GetReferralEconomicsAsync(
        ReferralEconomics economics, CancellationToken cancellation, DateTimeOffset? since = null, DateTimeOffset? until = null) =>
        economics.ReadAsync(since, until, cancellation);

    /// <summary>Referrals that something speaks against: they wait, unpaid, until a person decides. The oldest first.</summary>
    [Authorize(Policy = Policies.Support)]
    public static async Task<Connection<ReferralProgress>> GetReferralReviewsAsync(PageArguments page, ReferralReader referrals, CancellationToken cancellation) =>
        (await (await referrals.ToReviewAsync(page.ToRequest(), cancellation)).WithProgressAsync(referrals, cancellation))
            .ToConnection(r => r.Referral.Number, async c => await referrals.CountToReviewAsync(c));

    /// <summary>Affiliates in a state, those who wait longest first.</summary>
    [Authorize(Policy = Policies.Support)]
    [ListSize(AssumedSize = MostAffiliates)]
    public static Task<IReadOnlyList<Affiliate>> GetAffiliatesAsync(Affiliates affiliates, CancellationToken cancellation, AffiliateState state = AffiliateState.Applied) =>
        affiliates.InStateAsync(state, MostAffiliates, cancellation);

    private const int MostAffiliates = 100;
}
