using Marketplace.Clock;
using Marketplace.Jobs;
using Marketplace.Policies;

namespace Marketplace.Schema.Jobs;

[GraphQLName("JobFilter")]
public sealed record JobFilterInput(
    string? Text = null, string? Category = null, JobStatus? Status = null, bool? Featured = null,
    decimal? MinimumValue = null, decimal? MaximumValue = null, DateTimeOffset? PostedAfter = null)
{
    public static JobFilter Read(JobFilterInput? where) => new(
        where?.Text, where?.Category, where?.Status, where?.Featured, Cents(where?.MinimumValue), Cents(where?.MaximumValue), where?.PostedAfter);

    private static Money? Cents(decimal? amount) => amount switch
    {
        null => null,
        < 0 or > 1_000_000_000_000m => throw new GraphQLException($"{amount} is no value of a job: 0 to 1,000,000,000,000 USD are expected.", "BAD_USER_INPUT"),
        _ => new Money((long)(amount.Value * 100)),
    };
}

[QueryType]
public static class JobQueries
{
    [AllowAnonymous]
    public static Task<Connection<Job>> GetJobsAsync(PageArguments page, JobFilterInput? where, JobReader jobs, CancellationToken cancellation, JobOrder? orderBy = JobOrder.PostedAtDesc) =>
        jobs.ConnectionAsync(JobFilterInput.Read(where), orderBy ?? JobOrder.PostedAtDesc, page, cancellation);

    [AllowAnonymous]
    [Cost(1), ListSize(AssumedSize = 20)]
    public static IReadOnlyList<JobCategory> GetJobCategories(PolicyBook policies) => policies.Categories;

    /// <summary>A rate card: the Connects that each of four value tiers costs.</summary>
    [AllowAnonymous]
    [Cost(1), ListSize(AssumedSize = 20)]
    public static IReadOnlyList<RateCard> GetRateCards(PolicyBook policies) => policies.RateCards;
}

[ObjectType<RateCard>]
public static class RateCardType
{
    /// <summary>Since when it prices new jobs, where no experiment says otherwise; null when another card does.</summary>
    [Cost(0)]
    public static DateTimeOffset? GetInForceSince([Parent] RateCard card, PolicyBook policies, DomainClock clock) => policies.InForceSince(card, clock.GetUtcNow());
}
