namespace Marketplace.Accounts;

public sealed class AgencyMember
{
    public long AgencyId { get; init; }
    public long FreelancerId { get; init; }
    public DateTimeOffset JoinedAt { get; init; }
}
