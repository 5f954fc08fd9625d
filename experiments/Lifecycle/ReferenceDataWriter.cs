using Experiments.Analysis;
using Experiments.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Experiments.Lifecycle;

/// <summary>Makes sure that what a host relies on exists.</summary>
public sealed class ReferenceDataWriter
{
    private const string Actor = "system";
    private readonly StateChanges changes;

    internal ReferenceDataWriter(StateChanges changes) => this.changes = changes;

    /// <summary>
    /// Writes what is missing, in one transaction; what product managers made of flags and experiments stays. Nodes may do it at once.
    /// </summary>
    /// <exception cref="ArgumentException">The data itself is refused: a defect of the host, named in the message.</exception>
    public async Task EnsureAsync(ReferenceData data, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(data);
        await using var change = await changes.BeginAsync(cancellation);
        var context = change.Context;

        var written = await WriteFactsAsync(context, data.Facts, cancellation) + await WriteMetricsAsync(context, data.Metrics, cancellation);
        var flags = (await context.Flags.Select(row => row.Key).ToListAsync(cancellation)).ToHashSet(StringComparer.Ordinal);
        foreach (var flag in data.Flags.Where(flag => !flags.Contains(flag.Key)))
        {
            Demand(FlagValidation.Check(flag), flag.Key);
            FlagService.Add(change, flag, Actor);
            written++;
        }

        var experiments = (await context.Experiments.Select(row => row.Key).ToListAsync(cancellation)).ToHashSet(StringComparer.Ordinal);
        foreach (var experiment in data.Experiments.Where(experiment => !experiments.Contains(experiment.Key)))
        {
            Demand(ExperimentValidation.CheckAlone(experiment), experiment.Key);
            await context.SaveChangesAsync(cancellation);
            Demand((await ExperimentDrafting.AddAsync(change, experiment, Actor, cancellation)).Refusal, experiment.Key);
            written++;
        }

        // Every start of every node comes here: when all is there, no node need load anything.
        if (written > 0)
            await change.CommitAsync(cancellation);
    }

    private static async Task<int> WriteFactsAsync(ExperimentsDbContext context, IReadOnlyList<Fact> facts, CancellationToken cancellation)
    {
        var known = await context.Facts.ToDictionaryAsync(row => row.Key, StringComparer.Ordinal, cancellation);
        var views = await FactViews.ReadAsync((NpgsqlConnection)context.Database.GetDbConnection(), [.. facts.Select(fact => fact.ViewName)], cancellation);
        foreach (var fact in facts)
        {
            var units = views[fact.ViewName].UnitColumns.Keys.Order().Select(ScreamingSnake.Write).ToArray();
            if (known.TryGetValue(fact.Key, out var row))
            {
                row.ViewName = fact.ViewName;
                row.Description = fact.Description;
                if (!row.Units.SequenceEqual(units))
                    row.Units = units;
            }
            else
            {
                context.Facts.Add(new FactRow { Key = fact.Key, ViewName = fact.ViewName, Description = fact.Description, Units = units });
            }
        }

        return await context.SaveChangesAsync(cancellation);
    }

    private static async Task<int> WriteMetricsAsync(ExperimentsDbContext context, IReadOnlyList<Metric> metrics, CancellationToken cancellation)
    {
        var known = await context.Metrics.ToDictionaryAsync(row => row.Key, StringComparer.Ordinal, cancellation);
        foreach (var metric in metrics)
        {
            if (known.TryGetValue(metric.Key, out var row))
            {
                row.Name = metric.Name;
                row.Kind = metric.Kind;
                row.HigherIsBetter = metric.HigherIsBetter;
                row.NumeratorFact = metric.NumeratorFact;
                row.DenominatorFact = metric.DenominatorFact;
            }
            else
            {
                context.Metrics.Add(new MetricRow
                {
                    Key = metric.Key,
                    Name = metric.Name,
                    Kind = metric.Kind,
                    HigherIsBetter = metric.HigherIsBetter,
                    NumeratorFact = metric.NumeratorFact,
                    DenominatorFact = metric.DenominatorFact,
                });
            }
        }

        return await context.SaveChangesAsync(cancellation);
    }

    private static void Demand(Refusal? refusal, string key)
    {
        if (refusal is not null)
            throw new ArgumentException($"The reference data '{key}' is refused: {refusal.Message}", nameof(key));
    }
}
