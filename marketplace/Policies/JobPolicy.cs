namespace Marketplace.Policies;

/// <param name="InvitationsPerJob">INV-04.</param>
/// <param name="FeaturedPriceCents">INV-06: a featured job invites without limit.</param>
/// <param name="PlatformFeePercent">What the platform keeps of a contract's payment; none by default.</param>
/// <param name="BidRange">PLN-08: how the range of a job's bids keeps each bid to itself.</param>
public sealed record JobPolicy(int InvitationsPerJob, long FeaturedPriceCents, decimal PlatformFeePercent, BidRangePolicy BidRange)
{
    internal IEnumerable<string> Problems()
    {
        if (InvitationsPerJob is < 0 or > 100_000) yield return "jobs.invitationsPerJob must be 0 to 100,000";
        if (PlatformFeePercent is < 0 or > 50) yield return "jobs.platformFeePercent must be 0 to 50";
        if (FeaturedPriceCents is < 1 or > 10_000_000) yield return "jobs.featuredPriceCents must be 1 to 10,000,000";
        // Three bids at least stand behind each end of the range, and behind each move of it.
        if (BidRange.Least is < 9 or > 10_000) yield return "jobs.bidRange.least must be 9 to 10,000";
        if (BidRange.Step is < 3 or > 1000) yield return "jobs.bidRange.step must be 3 to 1,000";
    }
}

/// <param name="Least">Below so many bids there is no range.</param>
/// <param name="Step">The range moves by so many bids at once, never by one.</param>
public sealed record BidRangePolicy(int Least, int Step);

/// <summary>Dollars an hour by level, hours a week by time, weeks by duration; the last of each where nothing is said.</summary>
public sealed record HourlyPolicy(
    int EntryRateCents, int IntermediateRateCents, int ExpertRateCents, int MissingRateCents,
    int LessThan30Hours, int MoreThan30Hours, int AsNeededHours, int MissingHours,
    int LessThan1MonthWeeks, int OneTo3MonthsWeeks, int ThreeTo6MonthsWeeks, int MoreThan6MonthsWeeks, int UnknownWeeks)
{
    internal IEnumerable<string> Problems()
    {
        if (new[] { EntryRateCents, IntermediateRateCents, ExpertRateCents, MissingRateCents }.Any(r => r is < 1 or > 1_000_000)) yield return "pricing.hourly: rates must be 1 to 1,000,000 cents";
        if (new[] { LessThan30Hours, MoreThan30Hours, AsNeededHours, MissingHours }.Any(h => h is < 1 or > 168)) yield return "pricing.hourly: hours must be 1 to 168 a week";
        if (new[] { LessThan1MonthWeeks, OneTo3MonthsWeeks, ThreeTo6MonthsWeeks, MoreThan6MonthsWeeks, UnknownWeeks }.Any(w => w is < 1 or > 520)) yield return "pricing.hourly: weeks must be 1 to 520";
    }
}
