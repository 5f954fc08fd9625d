namespace Marketplace.Contracts;

public enum ContractStatus { Active, Ended }

/// <summary>Work that a client and a talent agreed on: what a hire makes of a proposal.</summary>
public sealed class Contract
{
    public long AccountId { get; init; }
    public long Number { get; init; }
    public long JobId { get; init; }
    public long ProposalNumber { get; init; }
    public long ClientId { get; init; }
    public bool Hourly { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    public OwnedId Id => new(AccountId, Number);

    public ContractStatus Status => EndedAt is null ? ContractStatus.Active : ContractStatus.Ended;
}

/// <summary>Hours a week that a client authorized, from an instant on; the newest counts, the others are the record (HRS-03).</summary>
public sealed class AuthorizedHours
{
    public long AccountId { get; init; }
    public long ContractNumber { get; init; }
    public int Number { get; init; }
    public int Hours { get; init; }
    public DateTimeOffset Since { get; init; }
}

/// <summary>What a client paid on a contract, and how much of it went back.</summary>
public sealed class Payment
{
    public long AccountId { get; init; }
    public long Number { get; init; }
    public long ContractNumber { get; init; }
    public long ClientId { get; init; }
    public long AmountCents { get; init; }
    public long RefundedCents { get; init; }
    public DateTimeOffset PaidAt { get; init; }

    public OwnedId Id => new(AccountId, Number);
}
