using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;
using Marketplace.Jobs;

namespace Marketplace.Referrals;

/// <summary>The flag that says what a referral brings: amounts within bounds, or null for the program's own.</summary>
public sealed class ReferralRewardFlag : IHostFlag
{
    private const long MostCents = 50_000;
    private const long MostConnects = 1_000;

    public string FlagKey => ReferenceExperiments.ReferralRewardFlag;

    public ExperimentUnit Unit => ExperimentUnit.Account;

    public string? Problem(FlagVariant variant) =>
        variant.Configuration.ValueKind == JsonValueKind.Object
            && variant.Configuration.EnumerateObject().All(member => member.Name is "cashCents" or "connects")
            && IsAmount(variant.Configuration, "cashCents", MostCents) && IsAmount(variant.Configuration, "connects", MostConnects)
            ? null
            : $"an object such as {{\"cashCents\": 2000, \"connects\": 20}} is needed: 1 to {MostCents} cents, 1 to {MostConnects} Connects, null for the program's own amount.";

    private static bool IsAmount(JsonElement configuration, string name, long most) =>
        !configuration.TryGetProperty(name, out var amount) || amount.ValueKind == JsonValueKind.Null
        || (amount.ValueKind == JsonValueKind.Number && amount.TryGetInt64(out var value) && value >= 1 && value <= most);
}
