using Marketplace.Policies;
using Marketplace.Referrals;

namespace Marketplace.Schema.Referrals;

/// <summary>What each success brings from so many on.</summary>
public sealed record ReferralTier(int From, ReferralReward Reward);

/// <summary>Either cash or Connects, to the referrer and, where the program says so, to the referred as well.</summary>
public sealed record ReferralReward(MoneyAmount? Cash, int? Connects, int? ReferredConnects);

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

    [Cost(0), ListSize(AssumedSize = 3)]
    public static IReadOnlyList<ReferralTier> GetTiers([Parent] ReferralProgram program) =>
    [
        .. program.Milestones.SelectMany(m => m.Tiers).Select(t => new ReferralTier(
            t.From,
            new ReferralReward(t.Referrer?.CashCents is { } cents ? MoneyAmount.Of(new Money(cents)) : null, t.Referrer?.Connects, t.Referred?.Connects))),
    ];

    [Cost(0), ListSize(AssumedSize = 3)]
    public static IReadOnlyList<ReferralBanner> GetCreatives([Parent] ReferralProgram program, ReferralAddresses addresses) =>
        [.. (program.Creatives ?? []).Select(c => new ReferralBanner(c.Name, addresses.Creative(c.File), c.Width, c.Height))];
}

[QueryType]
public static class ReferralQueries
{
    /// <summary>The programs in force.</summary>
    [AllowAnonymous]
    [Cost(1), ListSize(AssumedSize = 5)]
    public static IReadOnlyList<ReferralProgram> GetReferralPrograms(PolicyBook policies, TimeProvider clock) => [.. policies.At(clock.GetUtcNow()).Referrals.InForce];

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
