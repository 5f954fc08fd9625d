using System.Text.Json;
using Marketplace.Database;
using Marketplace.Policies;

namespace Marketplace.Plans;

/// <summary>The terms of every plan with the time they hold, as the database's functions take them: a cycle goes by the version in force when it begins.</summary>
internal static class PlanTerms
{
    private const string Always = "-infinity";
    private const string Forever = "infinity";

    public static string Json(PolicyBook policies)
    {
        var versions = policies.Versions;
        return JsonSerializer.Serialize(versions.SelectMany((version, i) => version.Plans.Select(plan => new
        {
            plan = plan.Code.ToText(),
            starts_at = i == 0 ? Always : Instant(version),
            ends_at = i + 1 < versions.Count ? Instant(versions[i + 1]) : Forever,
            price_cents = plan.MonthlyPriceCents,
            paid = plan.MonthlyPaidConnects,
            free = plan.MonthlyFreeConnects,
            one_time = plan.OneTimeFreeConnects,
            unit_cents = version.Connects.UnitPriceCents,
            lifetime_years = version.Connects.LifetimeYears,
            falls_to = plan.Basic?.ToText(),
        })));
    }

    private static string Instant(Policy version) => version.EffectiveFrom.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
}
