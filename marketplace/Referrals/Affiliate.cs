namespace Marketplace.Referrals;

public enum AffiliateState { Applied, Approved, Rejected, Banned }

/// <summary>REF-31, AFF-14: somebody who asked to earn by a program that a person approves for.</summary>
public sealed class Affiliate
{
    public long AccountId { get; init; }
    public required string Program { get; init; }
    public AffiliateState State { get; init; }
    public required string Message { get; init; }
    /// <summary>Which terms were accepted.</summary>
    public int TermsVersion { get; init; }
    public DateTimeOffset AppliedAt { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? DecidedBy { get; init; }
    public string? Reason { get; init; }
}
