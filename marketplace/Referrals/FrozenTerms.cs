using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Policies;

namespace Marketplace.Referrals;

/// <summary>
/// A program's terms as a referral keeps them, in the words that the database evaluates: what the program says, the numbers of that day,
/// and an experiment's arm already applied.
/// </summary>
public sealed record FrozenTerms(
    string Name, ReferralProgramKind Kind, int ConnectsLifetimeYears, int SignUpsPerDay, IReadOnlyList<string> DisposableDomains, int? WindowDays,
    ReferralPeriod Period, ReferralCap? Cap, IReadOnlyList<ReferralMilestone> Milestones)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
        // The database asks whether a word is there.
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static FrozenTerms Of(ReferralProgram program, Policy policy) => new(
        program.Name, program.Kind, policy.Connects.LifetimeYears, policy.Referrals.SignUpsPerDay, policy.Referrals.DisposableDomains, program.WindowDays,
        program.Period, program.Cap, program.Milestones);

    public static FrozenTerms Read(string json) => JsonSerializer.Deserialize<FrozenTerms>(json, Options)!;

    public string Write() => JsonSerializer.Serialize(this, Options);
}
