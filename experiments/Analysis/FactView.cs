using Experiments.Lifecycle;

namespace Experiments.Analysis;

/// <summary>A fact's view as the database has it: what an analysis may ask of it.</summary>
/// <param name="Name">With its schema.</param>
/// <param name="UnitColumns">The column of each kind of unit, and whether it holds the number of a global id (bigint) or the key itself (text).</param>
/// <param name="HasCause">Whether it says, in <c>caused_at</c>, when that happened of which it is a consequence.</param>
internal sealed record FactView(string Name, IReadOnlyDictionary<ExperimentUnit, UnitColumn> UnitColumns, bool HasCause)
{
    internal static string ColumnOf(ExperimentUnit unit) => unit switch
    {
        ExperimentUnit.Account => "account_id",
        ExperimentUnit.Job => "job_id",
        ExperimentUnit.JobCategory => "category",
        _ => throw new ArgumentOutOfRangeException(nameof(unit)),
    };
}

internal readonly record struct UnitColumn(string Name, bool IsNumber);
