using Marketplace.Accounts;
using Marketplace.Jobs;

namespace Marketplace.Schema.Jobs;

[ObjectType<Job>]
public static class JobBids
{
    /// <summary>
    /// What others ask for this job; null where it is not open, where there are too few bids, and for whoever's plan does not include it (`Plan.seesBidRange`).
    /// Of many bids, in two digits, and moved by several new bids at once: nobody's own bid can be read out of it.
    /// </summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<BidRange?>> GetBidRangeAsync(
        [Parent] IReadOnlyList<Job> jobs, [ID("Account")] AccountId? asAccount, CallerAccess caller, BidRanges ranges, CancellationToken cancellation)
    {
        var found = await caller.TalentAsync(asAccount, cancellation) is { } talent ? await ranges.ForAsync(talent, jobs, cancellation) : null;
        return [.. jobs.Select(j => found?.GetValueOrDefault(j.Id))];
    }
}

/// <summary>The range of a job's bids: the average of the lowest third, of all, of the highest third.</summary>
[ObjectType<BidRange>(Include = [nameof(BidRange.Bids)])]
public static class BidRangeType
{
    public static MoneyAmount GetLow([Parent] BidRange range) => MoneyAmount.Of(range.Low);

    public static MoneyAmount GetAverage([Parent] BidRange range) => MoneyAmount.Of(range.Average);

    public static MoneyAmount GetHigh([Parent] BidRange range) => MoneyAmount.Of(range.High);
}
