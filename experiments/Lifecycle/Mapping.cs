using System.Text.Json;
using System.Text.Json.Serialization;
using Experiments.Database;
using Experiments.Flags;

namespace Experiments.Lifecycle;

/// <summary>From rows to what callers see, and to what the audit log keeps.</summary>
internal static class Mapping
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    internal static string ToJson<T>(T value) => JsonSerializer.Serialize(value, Options);

    internal static T FromJson<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;

    internal static Flag ToFlag(this FlagRow row)
    {
        var definition = FromJson<JsonElement>(row.Definition);
        return new(row.Key, row.Description, row.Enabled, row.Archived, FlagDefinition.Parse(definition).Variants, definition, row.Version, row.UpdatedAt);
    }

    internal static Experiment ToExperiment(this ExperimentRow row) => new(
        row.Id,
        row.Key,
        row.Name,
        row.Hypothesis,
        row.FlagKey,
        row.Unit,
        row.State,
        row.ToArms(),
        row.Layer?.Key,
        row.LayerShare,
        row.Traffic,
        row.Audience is null ? null : FromJson<JsonElement>(row.Audience),
        row.PrimaryMetric,
        row.SecondaryMetrics,
        FromJson<IReadOnlyList<Guardrail>>(row.Guardrails),
        row.StartedAt,
        row.StoppedAt,
        row.Version);

    internal static IReadOnlyList<ExperimentArm> ToArms(this ExperimentRow row)
        => [.. row.Arms.OrderBy(arm => arm.Position).Select(arm => new ExperimentArm(arm.Variant, arm.Weight, arm.Control))];

    internal static Metric ToMetric(this MetricRow row) => new(row.Key, row.Name, row.Kind, row.HigherIsBetter, row.NumeratorFact, row.DenominatorFact);

    internal static AuditEntry ToAuditEntry(this AuditRow row) => new(
        row.Id,
        row.At,
        row.Actor,
        row.Action,
        row.Subject,
        row.Before is null ? null : FromJson<JsonElement>(row.Before),
        row.After is null ? null : FromJson<JsonElement>(row.After),
        row.Reason);

    /// <summary>As PostgreSQL keeps it, in microseconds: what a change returns equals what a later read returns.</summary>
    internal static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
