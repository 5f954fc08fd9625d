namespace Marketplace.Jobs;

public enum ProposalStatus { Submitted, Interviewing, Hired, Declined, Withdrawn }

public sealed class Proposal
{
    public long AccountId { get; init; }
    public long Number { get; init; }
    public long JobId { get; init; }
    public ProposalStatus Status { get; init; }
    public required string CoverLetter { get; init; }
    public long? BidCents { get; init; }
    public bool Invited { get; init; }
    public int ConnectsSpent { get; init; }
    public int ConnectsReturned { get; init; }
    public DateTimeOffset SubmittedAt { get; init; }

    public OwnedId Id => new(AccountId, Number);
}

/// <summary>A client's invitation makes the talent's proposal free (INV-01).</summary>
public sealed class Invitation
{
    public long JobId { get; init; }
    public long TalentId { get; init; }
}
