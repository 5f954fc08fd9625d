using Marketplace.Policies;

namespace Marketplace.Accounts;

public sealed class Membership
{
    public long AccountId { get; init; }
    public PlanCode Plan { get; init; }
    public DateTimeOffset StartedAt { get; init; }
}

public sealed class AgencyMember
{
    public long AgencyId { get; init; }
    public long FreelancerId { get; init; }
    public DateTimeOffset JoinedAt { get; init; }
}
