namespace Marketplace.Interviews;

/// <summary>A client's wish to talk about a proposal, won by the talent's reply.</summary>
public sealed class Interview
{
    public long AccountId { get; init; }
    public long ProposalNumber { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? RepliedAt { get; init; }

    public OwnedId Id => new(AccountId, ProposalNumber);
}
