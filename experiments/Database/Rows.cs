using Experiments.Flags;
using Experiments.Lifecycle;

namespace Experiments.Database;

internal sealed class FlagRow
{
    public required string Key { get; init; }
    public required string Description { get; set; }
    public required bool Enabled { get; set; }
    public required bool Archived { get; set; }
    public required string Definition { get; set; }
    public required int Version { get; set; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class LayerRow
{
    public int Id { get; init; }
    public required string Key { get; init; }
    public required string Seed { get; init; }
}

internal sealed class ExperimentRow
{
    public long Id { get; init; }
    public required string Key { get; init; }
    public required string Name { get; set; }
    public required string Hypothesis { get; set; }
    public required string FlagKey { get; init; }
    public required ExperimentUnit Unit { get; init; }
    public required ExperimentState State { get; set; }
    public int? LayerId { get; set; }
    public LayerRow? Layer { get; init; }
    public decimal? LayerStart { get; set; }
    public required decimal LayerShare { get; init; }
    public required decimal Traffic { get; set; }
    public string? Audience { get; set; }
    public required string PrimaryMetric { get; set; }
    public required string[] SecondaryMetrics { get; set; }
    public required string Guardrails { get; set; }
    public required string Seed { get; init; }

    /// <summary>The flag's own percentile ranges, seed and conditions, and whether it was on: set aside while the experiment runs.</summary>
    public string? ReplacedRules { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? StoppedAt { get; set; }
    public required int Version { get; set; }
    public List<ArmRow> Arms { get; init; } = [];
    public List<AssignmentRow> Assignments { get; init; } = [];
}

internal sealed class ArmRow
{
    public long ExperimentId { get; init; }
    public required string Variant { get; init; }
    public required int Position { get; init; }
    public required decimal Weight { get; init; }
    public required bool Control { get; init; }
}

internal sealed class AssignmentRow
{
    public long ExperimentId { get; init; }
    public required string Unit { get; init; }
    public required string Variant { get; init; }
    public required int Block { get; init; }
    public required int BlockRank { get; init; }
    public required decimal Volume { get; init; }
}

internal sealed class OverrideRow
{
    public long ExperimentId { get; init; }
    public required string Unit { get; init; }
    public required string Variant { get; set; }
    public required DateTimeOffset SetAt { get; set; }
    public DateTimeOffset? LiftedAt { get; set; }
    public ExperimentRow Experiment { get; init; } = null!;
}

internal sealed class FactRow
{
    public required string Key { get; init; }
    public required string ViewName { get; set; }
    public required string Description { get; set; }

    /// <summary>The kinds of unit its view has a column for.</summary>
    public required string[] Units { get; set; }
}

internal sealed class MetricRow
{
    public required string Key { get; init; }
    public required string Name { get; set; }
    public required MetricKind Kind { get; set; }
    public required bool HigherIsBetter { get; set; }
    public required string NumeratorFact { get; set; }
    public string? DenominatorFact { get; set; }
}

internal sealed class ExposureRow
{
    public long ExperimentId { get; init; }
    public required string Unit { get; init; }
    public required string Variant { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The unit was later seen in another arm too, and is left out of every figure.</summary>
    public bool Crossed { get; init; }

    /// <summary>The number in the unit's global id, by which facts name it; null for other keys. The database computes it.</summary>
    public long? Number { get; init; }
}

internal sealed class AuditRow
{
    public long Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Actor { get; init; }
    public required string Action { get; init; }
    public required string Subject { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }
    public string? Reason { get; init; }
}

internal sealed class ApiKeyRow
{
    public long Id { get; init; }
    public required string Name { get; init; }
    public required string Prefix { get; init; }
    public required byte[] Hash { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? LastUsedAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
}

internal sealed class StateVersionRow
{
    public bool Single { get; init; }
    public long Version { get; init; }
}

/// <summary>An exposure on its way into the table, within the transaction that takes it over.</summary>
internal sealed class ExposureBatchRow
{
    public Guid Batch { get; init; }
    public required string Experiment { get; init; }
    public required string Unit { get; init; }
    public required string Variant { get; init; }
    public DateTimeOffset At { get; init; }
}

internal sealed class ResultRow
{
    public long ExperimentId { get; init; }
    public required DateTimeOffset ComputedAt { get; init; }
    public required DateTimeOffset FactsUntil { get; init; }
    public required long UnitsInSeveralArms { get; init; }
    public required string Analysis { get; init; }
}

internal sealed class TimelinePointRow
{
    public long ExperimentId { get; init; }
    public required string Metric { get; init; }
    public required string Variant { get; init; }
    public required DateOnly Day { get; init; }
    public required DateTimeOffset At { get; init; }
    public required double Lift { get; init; }
    public required double Lower { get; init; }
    public required double Upper { get; init; }
}

internal sealed class GuardrailBreachRow
{
    public long ExperimentId { get; init; }
    public required string Metric { get; init; }
    public required string Variant { get; init; }
    public required decimal MaximumHarm { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Reason { get; init; }

    /// <summary>When those who run experiments were told.</summary>
    public DateTimeOffset? ToldAt { get; set; }
}
