namespace Marketplace.Policies;

/// <param name="AttributionDays">REF-14: how long before a sign-up a click counts.</param>
/// <param name="SignUpsPerDay">REF-13: more than these around one sign-up are looked at by a person; they are never refused by themselves.</param>
/// <param name="DisposableDomains">Email domains that a person looks at.</param>
/// <param name="ClaimDays">REF-07: how long after a sign-up without a link support may attribute it.</param>
/// <param name="Invitations">REF-20: what may be sent to friends by email.</param>
/// <param name="Programs">Every program, in force or a template that is off.</param>
public sealed record ReferralPolicy(
    int AttributionDays, int SignUpsPerDay, IReadOnlyList<string> DisposableDomains, int ClaimDays, ReferralInvitationPolicy Invitations, IReadOnlyList<ReferralProgram> Programs)
{
    public IEnumerable<ReferralProgram> InForce => Programs.Where(p => p.Enabled);

    internal IEnumerable<string> Problems()
    {
        if (AttributionDays is < 1 or > 366) yield return "referrals.attributionDays must be 1 to 366";
        if (SignUpsPerDay is < 1 or > 100_000) yield return "referrals.signUpsPerDay must be 1 to 100,000";
        if (DisposableDomains.Any(d => d.Any(char.IsAsciiLetterUpper) || !d.Contains('.', StringComparison.Ordinal))) yield return "referrals.disposableDomains must be lower-case domains such as example.com";
        if (ClaimDays is < 0 or > 366) yield return "referrals.claimDays must be 0 to 366";
        foreach (var problem in Invitations.Problems()) yield return $"referrals.invitations: {problem}";
        if (Programs.DistinctBy(p => p.Key).Count() != Programs.Count) yield return "referrals.programs: a key stands twice";
        foreach (var problem in Programs.SelectMany(p => p.Problems().Select(problem => $"referrals.programs.{p.Key}: {problem}"))) yield return problem;
    }
}

/// <param name="PerDay">How many an account may send in any 24 hours.</param>
/// <param name="PerAddress">How many an address gets in all, whoever sends them.</param>
/// <param name="FollowUpDays">How long one account leaves an address alone.</param>
/// <param name="MostCharacters">How long a personal message may be.</param>
public sealed record ReferralInvitationPolicy(int PerDay, int PerAddress, int FollowUpDays, int MostCharacters)
{
    internal IEnumerable<string> Problems()
    {
        if (PerDay is < 0 or > 1000) yield return "perDay must be 0 to 1,000";
        if (PerAddress is < 1 or > 100) yield return "perAddress must be 1 to 100";
        if (FollowUpDays is < 1 or > 366) yield return "followUpDays must be 1 to 366";
        if (MostCharacters is < 0 or > 5000) yield return "mostCharacters must be 0 to 5,000";
    }
}

public enum ReferralProgramKind { ClientReferral, TalentReferral, Affiliate }

/// <summary>The period in which a program counts successes, for its tiers and its cap.</summary>
public enum ReferralPeriod { All, Month }

/// <param name="Key">Its name: links and referrals keep it.</param>
/// <param name="Version">Grows with every change; a referral keeps the terms of its sign-up (AFF-09).</param>
/// <param name="Kind">What the public calls it.</param>
/// <param name="Enabled">Whether links are made and sign-ups attributed; those that are there go on.</param>
/// <param name="Name">How people read it, also in their histories.</param>
/// <param name="Terms">AFF-10: what it promises, in plain words.</param>
/// <param name="Referrers">Who may refer (REF-23..25, REF-31).</param>
/// <param name="Referred">Who may be referred.</param>
/// <param name="Milestones">REF-18: what brings a reward; none is a program that only tracks.</param>
/// <param name="NeedsApproval">AFF-14: whether a person approves who refers.</param>
/// <param name="WindowDays">How long after the sign-up facts count; null is without an end.</param>
/// <param name="Period">Over what tiers and cap count.</param>
/// <param name="Cap">REF-06, REF-26: none by default.</param>
/// <param name="Creatives">AFF-06: what affiliates show.</param>
public sealed record ReferralProgram(
    string Key, int Version, ReferralProgramKind Kind, bool Enabled, string Name, string Terms, ReferralSide Referrers, ReferralSide Referred,
    IReadOnlyList<ReferralMilestone> Milestones, bool NeedsApproval = false, int? WindowDays = null, ReferralPeriod Period = ReferralPeriod.All,
    ReferralCap? Cap = null, IReadOnlyList<ReferralCreative>? Creatives = null)
{
    internal IEnumerable<string> Problems()
    {
        if (!Key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') || Key.Length is 0 or > 50) yield return "a key of lower-case words is expected";
        if (Version < 1) yield return "version must be positive";
        if (Name.Length is 0 or > 100) yield return "a name of 1 to 100 characters is expected";
        if (Terms.Length is 0 or > 5000) yield return "terms of 1 to 5,000 characters are expected";
        if (Referrers.Kinds.Count == 0 || Referred.Kinds.Count == 0) yield return "referrers.kinds and referred.kinds must name a kind of account";
        foreach (var problem in Referrers.Problems().Concat(Referred.Problems())) yield return problem;
        if (WindowDays is < 1 or > 3660) yield return "windowDays must be 1 to 3,660 or absent";
        if (Cap is { Rewards: < 1 } or { Cents: < 1 } or { Connects: < 1 } or { Rewards: null, Cents: null, Connects: null }) yield return "cap must limit something by a positive number";
        if (Milestones.DistinctBy(m => m.Key).Count() != Milestones.Count) yield return "a milestone's key stands twice";
        foreach (var milestone in Milestones)
        {
            foreach (var problem in milestone.Problems().Concat(WalletProblems(milestone))) yield return $"milestone {milestone.Key}: {problem}";
        }
    }

    /// <summary>A client has no wallet of Connects, so no side that may be one is paid in them.</summary>
    private IEnumerable<string> WalletProblems(ReferralMilestone milestone)
    {
        foreach (var tier in milestone.Tiers)
        {
            if (tier.Referrer?.Connects is not null && Referrers.Kinds.Contains("CLIENT")) yield return "a client who refers cannot be paid in Connects";
            if (tier.Referred?.Connects is not null && Referred.Kinds.Contains("CLIENT")) yield return "a client who is referred cannot be paid in Connects";
        }
    }
}

/// <param name="Kinds">Kinds of account: FREELANCER, AGENCY, CLIENT.</param>
/// <param name="Badges">One of them is needed; none are needed where it is empty.</param>
/// <param name="Countries">REF-24: if named, only these.</param>
/// <param name="ExcludedCountries">REF-24: never these.</param>
public sealed record ReferralSide(
    IReadOnlyList<string> Kinds, IReadOnlyList<string>? Badges = null, IReadOnlyList<string>? Countries = null, IReadOnlyList<string>? ExcludedCountries = null)
{
    internal IEnumerable<string> Problems()
    {
        if (Kinds.Any(k => k is not ("FREELANCER" or "AGENCY" or "CLIENT"))) yield return "kinds are FREELANCER, AGENCY and CLIENT";
        if ((Badges ?? []).Any(b => b is not ("RISING_TALENT" or "TOP_RATED"))) yield return "badges are RISING_TALENT and TOP_RATED";
        if ((Countries ?? []).Concat(ExcludedCountries ?? []).Any(c => c.Length != 2 || !c.All(char.IsAsciiLetterUpper))) yield return "countries are two letters, such as US";
    }
}

/// <summary>The most that one referrer gets in a period; null is no limit.</summary>
public sealed record ReferralCap(long? Rewards = null, long? Cents = null, long? Connects = null);

/// <param name="Key">Its name within the program.</param>
/// <param name="HoldDays">REF-03: how long a reward waits after qualifying.</param>
/// <param name="Tiers">AFF-04: what each success brings, by how many there have been.</param>
/// <param name="When">What must hold, once; or else <paramref name="Each"/>.</param>
/// <param name="Each">The kind of fact of which every one brings a reward (AFF-03, AFF-11).</param>
/// <param name="AtLeastCents">What each such fact must come to.</param>
/// <param name="MaximumCount">How many of them.</param>
/// <param name="MaximumMonths">Within how many months of the sign-up.</param>
public sealed record ReferralMilestone(
    string Key, int HoldDays, IReadOnlyList<ReferralTierTerms> Tiers, ReferralExpression? When = null, ReferralFactKind? Each = null,
    long? AtLeastCents = null, int? MaximumCount = null, int? MaximumMonths = null)
{
    internal IEnumerable<string> Problems()
    {
        if (Key.Length is 0 or > 50) yield return "a key is expected";
        if (HoldDays is < 0 or > 366) yield return "holdDays must be 0 to 366";
        if (When is null == Each is null) yield return "either when or each is expected";
        if (When is not null && (AtLeastCents ?? MaximumCount ?? MaximumMonths) is not null) yield return "atLeastCents, maximumCount and maximumMonths belong to each";
        if (AtLeastCents < 0 || MaximumCount < 1 || MaximumMonths is < 1 or > 120) yield return "atLeastCents, maximumCount and maximumMonths must be positive, months at most 120";
        if (Tiers.Count == 0 || Tiers[0].From != 1 || !Tiers.Select(t => t.From).SequenceEqual(Tiers.Select(t => t.From).Distinct().Order())) yield return "tiers begin from 1 and grow";
        if (Tiers.Any(t => t.Referred?.IfSilent is not null)) yield return "who is referred is asked nothing: ifSilent belongs to the referrer";
        if (HoldDays == 0 && Tiers.Any(t => t.Referrer?.IfSilent is not null)) yield return "a choice needs a hold during which it is made";
        foreach (var side in Tiers.SelectMany(t => new[] { t.Referrer, t.Referred }).OfType<ReferralSideReward>())
        {
            if (side.CashCents is < 1 or > 10_000_000 || side.Connects is < 1 or > 10_000 || side.Percent is <= 0 or > 50) yield return "a reward of 1 to 10,000,000 cents, 1 to 10,000 Connects or up to 50 percent is expected";
            // REF-16: one reward a milestone and side.
            if (side.IfSilent is null && new object?[] { side.CashCents, side.Connects, side.Percent }.Count(amount => amount is not null) != 1) yield return "a side gets one of cashCents, connects and percent";
            if (side.IfSilent is not null && side is not { CashCents: not null, Connects: not null, Percent: null }) yield return "a choice is between cashCents and connects";
            if (side.Percent is not null && Each is not (ReferralFactKind.Payment or ReferralFactKind.Earning)) yield return "a percentage needs each payment or earning";
        }

        foreach (var problem in When?.Problems() ?? []) yield return problem;
    }
}

public sealed record ReferralTierTerms(int From, ReferralSideReward? Referrer = null, ReferralSideReward? Referred = null);

public enum ReferralRewardAsset { Cash, Connects }

/// <summary>What one side gets: cash, Connects, or a share of the fact's amount, rounded down to the cent.</summary>
/// <param name="CashCents">Cash.</param>
/// <param name="Connects">Connects.</param>
/// <param name="Percent">A share.</param>
/// <param name="IfSilent">REF-16: the referrer chooses between cash and Connects until the reward is paid; this is what who says nothing gets.</param>
public sealed record ReferralSideReward(long? CashCents = null, int? Connects = null, decimal? Percent = null, ReferralRewardAsset? IfSilent = null);

/// <param name="Name">What it is called.</param>
/// <param name="File">The file that the host serves.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record ReferralCreative(string Name, string File, int Width, int Height);
