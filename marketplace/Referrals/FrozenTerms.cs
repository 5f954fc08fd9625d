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

    /// <summary>An experiment's amounts in the place of the program's. What affiliates were promised is nobody's experiment.</summary>
    public FrozenTerms With(ChosenReferralReward chosen) => Kind == ReferralProgramKind.Affiliate || (chosen.Cash is null && chosen.Connects is null)
        ? this
        : this with { Milestones = [.. Milestones.Select(m => m with { Tiers = [.. m.Tiers.Select(t => t with { Referrer = With(t.Referrer, chosen), Referred = With(t.Referred, chosen) })] })] };

    private static ReferralSideReward? With(ReferralSideReward? side, ChosenReferralReward chosen) => side is null ? null : side with
    {
        CashCents = side.CashCents is null ? null : chosen.Cash?.Cents ?? side.CashCents,
        Connects = side.Connects is null ? null : chosen.Connects?.Value ?? side.Connects,
    };

    public static FrozenTerms Read(string json) => JsonSerializer.Deserialize<FrozenTerms>(json, Options)!;

    public string Write() => JsonSerializer.Serialize(this, Options);
}
