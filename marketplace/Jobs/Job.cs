using Experiments.Flags;

namespace Marketplace.Jobs;

public enum JobStatus { Open, Filled, Closed, Removed }

public enum BudgetKind { Fixed, Hourly }

public enum ExperienceLevel { Entry, Intermediate, Expert }

public enum WeeklyTime { LessThan30Hours, MoreThan30Hours, AsNeeded }

public enum JobDuration { LessThan1Month, OneTo3Months, ThreeTo6Months, MoreThan6Months, Unknown }

public enum PriceReason { RateCard, DemandLowered, DemandRaised, DemandFree }

/// <summary>A job keeps the rate card, the tier and the arm it was posted under (JOB-04).</summary>
public sealed class Job
{
    public long Id { get; init; }
    public long ClientId { get; init; }
    public required string Title { get; init; }
    public required string Description { get; init; }
    public required string Category { get; init; }
    public JobStatus Status { get; init; }
    public BudgetKind Budget { get; init; }
    public long? FixedCents { get; init; }
    public ExperienceLevel? ExperienceLevel { get; init; }
    public WeeklyTime? WeeklyTime { get; init; }
    public JobDuration? Duration { get; init; }
    public long? MinimumRateCents { get; init; }
    public long? MaximumRateCents { get; init; }
    public long? ProjectedValueCents { get; init; }
    public bool Featured { get; init; }
    public DateTimeOffset PostedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public required string RateCard { get; init; }
    public required int[] RateCardTiers { get; init; }
    public int Tier { get; init; }
    public int Connects { get; init; }
    public PriceReason PriceReason { get; init; }
    public string? TreatmentExperiment { get; init; }
    public string? TreatmentUnit { get; init; }
    public string? TreatmentVariant { get; init; }

    public JobId JobId => new(Id);

    public Treatment? Treatment => TreatmentExperiment is null ? null : new Treatment(TreatmentExperiment, TreatmentVariant!);
}
