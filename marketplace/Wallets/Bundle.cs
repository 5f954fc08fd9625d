using Marketplace.Accounts;
using Marketplace.Policies;

namespace Marketplace.Wallets;

/// <summary>A bundle as one wallet sees it: its price, and why it cannot be bought now if it cannot.</summary>
public sealed record Bundle(int Size, Money Price, string? UnavailableReason, DateTimeOffset WouldExpireAt)
{
    public static IReadOnlyList<Bundle> For(Account owner, PlanCode plan, long balance, Policy policy, DateTimeOffset now)
    {
        var sizes = owner is Agency ? policy.Connects.Bundles.Concat(policy.Connects.AgencyBundles) : policy.Connects.Bundles;
        var planRefuses = policy.Plans.Any(p => p.Code == plan && !p.CanBuyConnects);
        return [.. sizes.Select(size => new Bundle(
            size,
            // PRC-03: no volume discount.
            new Money((long)size * policy.Connects.UnitPriceCents),
            planRefuses ? "The Agency Basic plan cannot buy Connects; upgrade to Agency Plus first."
                : policy.Connects.MaximumBalance is { } maximum && balance + size > maximum ? $"It would put the balance over the maximum of {maximum} Connects."
                : null,
            now.AddYears(policy.Connects.LifetimeYears)))];
    }
}
