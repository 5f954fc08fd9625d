using Experiments.Flags;

namespace Marketplace.Interviews;

public enum InterviewRewardState { Pending, Granted, AwaitingFeedback, Lapsed, Capped, NotEligible }

/// <summary>What a won interview brings; its arm is that of the instant at which it was won.</summary>
public sealed class InterviewReward
{
    public long AccountId { get; init; }
    public long ProposalNumber { get; init; }
    public InterviewRewardState State { get; init; }
    public DateTimeOffset WonAt { get; init; }
    public bool Randomized { get; init; }
    public string? TreatmentExperiment { get; init; }
    public string? TreatmentVariant { get; init; }
    public int Refunded { get; init; }
    public int Awarded { get; init; }
    public DateTimeOffset? CreditedAt { get; init; }
    public DateTimeOffset? ClaimEndsAt { get; init; }

    public OwnedId Id => new(AccountId, ProposalNumber);

    public Treatment? Treatment => TreatmentExperiment is null ? null : new Treatment(TreatmentExperiment, TreatmentVariant!);
}
