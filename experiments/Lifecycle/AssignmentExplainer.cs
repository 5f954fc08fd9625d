using System.Globalization;
using System.Text.Json;
using Experiments.Database;
using Experiments.Flags;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <summary>The whole decision of an experiment's flag for one unit.</summary>
/// <param name="UnitId">The unit's key.</param>
/// <param name="Variant">What it gets.</param>
/// <param name="Reason">The step that decided.</param>
/// <param name="Bucket">Where it falls under the seed, 0 to 100; null where no percentile range was looked at.</param>
/// <param name="Steps">The steps, each a sentence.</param>
public sealed record AssignmentExplanation(string UnitId, string? Variant, EvaluationReason Reason, decimal? Bucket, IReadOnlyList<string> Steps);

/// <summary>Explains assignments from the definitions as the database has them.</summary>
public sealed class AssignmentExplainer(ExperimentsDbContext context, TimeProvider clock)
{
    /// <summary>What the unit would see now, and why.</summary>
    /// <param name="experimentKey">An experiment that exists.</param>
    /// <param name="unit">A unit of the experiment's kind, with its groups and attributes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<AssignmentExplanation> ExplainAsync(string experimentKey, UnitContext unit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(unit);
        var experiment = await context.Experiments.AsNoTracking().Include(row => row.Arms).Include(row => row.Layer).SingleAsync(row => row.Key == experimentKey, cancellation);
        var flag = await context.Flags.AsNoTracking().SingleAsync(row => row.Key == experiment.FlagKey, cancellation);
        var running = experiment.State == ExperimentState.Running
            ? experiment
            : await context.Experiments.AsNoTracking().SingleOrDefaultAsync(row => row.FlagKey == flag.Key && row.State == ExperimentState.Running, cancellation);
        var drawn = running is null
            ? []
            : await context.Experiments.AsNoTracking().Where(row => row.Id == running.Id).SelectMany(row => row.Assignments)
                .ToDictionaryAsync(row => row.Unit, row => row.Variant, StringComparer.Ordinal, cancellation);
        var overrides = await context.Overrides.AsNoTracking()
            .Where(row => row.Experiment.FlagKey == flag.Key && row.LiftedAt == null)
            .Select(row => new { row.Unit, row.Variant })
            .ToDictionaryAsync(row => row.Unit, row => row.Variant, StringComparer.Ordinal, cancellation);

        var definition = FlagDefinition.Parse(Mapping.FromJson<JsonElement>(flag.Definition));
        var walk = new DecisionWalk(
            definition,
            flag.Enabled && !flag.Archived,
            running is null ? null : new RunningExperiment(running.Key, running.Audience is not null, drawn),
            overrides,
            clock);
        var decision = walk.Explain(unit, experiment.State == ExperimentState.Running ? bucket => Regions(experiment, bucket) : null);
        return new AssignmentExplanation(
            unit.UserId,
            decision.Variant,
            decision.Reason,
            decision.Bucket is { } at ? (decimal)at : null,
            [Standing(experiment, flag, running), .. decision.Steps]);
    }

    private static string Standing(ExperimentRow experiment, FlagRow flag, ExperimentRow? running)
    {
        var archived = flag.Archived ? $" Its flag '{flag.Key}' is archived, which is as if it were disabled." : "";
        if (experiment.State == ExperimentState.Running)
            return $"The experiment '{experiment.Key}' runs on the flag '{flag.Key}'.{archived}";
        var other = running is null ? "nothing runs on its flag now" : $"'{running.Key}' runs on its flag now";
        return $"The experiment '{experiment.Key}' is {ScreamingSnake.Write(experiment.State)}; {other}, and this is what the flag '{flag.Key}' says.{archived}";
    }

    // Where a bucket lies among the regions that the arms have for good, of which traffic uses the first part.
    private static IEnumerable<string> Regions(ExperimentRow experiment, double bucket)
    {
        var start = experiment.LayerStart ?? 0;
        var whole = experiment.Layer is { } layer ? $"the layer '{layer.Key}'" : "its own layer";
        yield return $"The experiment has the buckets from {Percent(start)} to {Percent(start + experiment.LayerShare)} of {whole}.";
        var regions = ArmRegions.Compile(experiment.ToArms(), start, experiment.LayerShare, traffic: 100);
        if (regions.FirstOrDefault(region => Holds(region, bucket)) is not { } home)
        {
            yield return "That bucket is none of them.";
            yield break;
        }

        yield return $"Those from {Percent(home.From)} to {Percent(home.To)} belong to '{home.Variant}'.";
        var used = ArmRegions.Compile(experiment.ToArms(), start, experiment.LayerShare, experiment.Traffic).FirstOrDefault(region => region.Variant == home.Variant);
        yield return used is null
            ? $"At {Percent(experiment.Traffic)} percent of traffic none of them is in use."
            : $"At {Percent(experiment.Traffic)} percent of traffic those from {Percent(used.From)} to {Percent(used.To)} are in use{(Holds(used, bucket) ? "" : ", so not yet this one")}.";
    }

    private static bool Holds(PercentileRange range, double bucket)
        => bucket >= CompiledFlag.AsWritten(range.From) && (bucket < CompiledFlag.AsWritten(range.To) || range.To == 100);

    private static string Percent(decimal value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
