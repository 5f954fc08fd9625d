using System.Globalization;
using Experiments.Database;
using Experiments.Lifecycle;
using Experiments.Statistics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Experiments.Analysis;

/// <summary>Takes note of limits that were passed, stops experiments whose guardrails say so, and has those who run them told.</summary>
internal sealed partial class GuardrailWatch(
    IServiceScopeFactory scopes, IDbContextFactory<ExperimentsDbContext> contexts, TimeProvider clock, ILogger<GuardrailWatch> logger)
{
    private const string Actor = "system";
    private const int Attempts = 10;

    internal async Task ActAsync(Experiment experiment, ExperimentResults results, CancellationToken cancellation)
    {
        var breached = results.Analysis.Guardrails.Where(guardrail => guardrail.Breached).ToArray();
        if (breached.Length > 0)
        {
            await NoteAsync(experiment, breached, results, cancellation);
            // The exact test of few units is one for a single look: asked every hour it would stop experiments that do no harm, so that it only tells.
            var stopping = IsAlwaysValid(results) ? breached.Where(guardrail => guardrail.Guardrail.StopsExperiment).ToArray() : [];
            if (stopping.Length > 0 && experiment.State == ExperimentState.Running)
                await StopAsync(experiment.Key, string.Join(" ", stopping.SelectMany(guardrail => Sentences(guardrail, results))), cancellation);
        }

        await TellAsync(cancellation);
    }

    internal async Task<ILookup<long, GuardrailBreach>> BreachesAsync(IReadOnlyCollection<long> experiments, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = await context.GuardrailBreaches.AsNoTracking().Where(row => experiments.Contains(row.ExperimentId)).ToListAsync(cancellation);
        return rows.ToLookup(row => row.ExperimentId, Breach);
    }

    private async Task NoteAsync(Experiment experiment, GuardrailResult[] breached, ExperimentResults results, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        foreach (var guardrail in breached)
        {
            foreach (var arm in guardrail.Arms.Where(arm => arm.Breached))
            {
                var (metric, limit, reason) = (guardrail.Guardrail.Metric, guardrail.Guardrail.MaximumHarm, Sentence(guardrail.Guardrail, arm, results));
                var at = clock.Now();
                var noted = await context.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO experiments.guardrail_breach (experiment_id, metric, variant, maximum_harm, at, reason)
                    VALUES ({experiment.Id}, {metric}, {arm.Variant}, {limit}, {at}, {reason}) ON CONFLICT DO NOTHING
                    """, cancellation);
                if (noted > 0)
                    Breached(experiment.Key, reason);
            }
        }
    }

    // Somebody may change the experiment meanwhile; whoever stops it first, it is stopped.
    private async Task StopAsync(string key, string reason, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var service = scope.ServiceProvider.GetRequiredService<ExperimentService>();
        var reader = scope.ServiceProvider.GetRequiredService<ExperimentReader>();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await reader.FindAsync(key, cancellation) is not { State: ExperimentState.Running } current)
                return;
            var outcome = await service.StopAsync(new ExperimentChange(key, current.Version, Actor, reason), cancellation);
            if (outcome.Refusal is null)
                return;
        }

        throw new InvalidOperationException($"The experiment '{key}' passed a limit and could not be stopped: it changes all the time.");
    }

    private async Task TellAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var alerts = scope.ServiceProvider.GetServices<IGuardrailAlerts>().ToArray();
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var untold = await context.GuardrailBreaches.Where(row => row.ToldAt == null).OrderBy(row => row.At).ToListAsync(cancellation);
        if (untold.Count == 0)
            return;
        var experiments = await scope.ServiceProvider.GetRequiredService<ExperimentReader>().ByIdsAsync([.. untold.Select(row => row.ExperimentId).Distinct()], cancellation);
        foreach (var row in untold)
        {
            try
            {
                foreach (var alert in alerts)
                    await alert.TellAsync(experiments[row.ExperimentId], Breach(row), cancellation);
                row.ToldAt = clock.Now();
                await context.SaveChangesAsync(cancellation);
            }
#pragma warning disable CA1031 // It waits for the next run; what is to be told of other experiments is told.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                NotTold(experiments[row.ExperimentId].Key, failure);
            }
        }
    }

    private static IEnumerable<string> Sentences(GuardrailResult guardrail, ExperimentResults results)
        => guardrail.Arms.Where(arm => arm.Breached).Select(arm => Sentence(guardrail.Guardrail, arm, results));

    internal static string Sentence(Guardrail guardrail, GuardrailArm arm, ExperimentResults results)
    {
        var metric = results.Analysis.Metrics.First(candidate => candidate.Metric.Key == guardrail.Metric).Metric;
        var bound = arm.HarmAtLeast is { } harm
            ? $"is at least {Percent(harm)} worse than control"
            : "is worse than control, where it is next to nothing,";
        return $"Guardrail: {metric.Name} ({metric.Key}) in arm '{arm.Variant}' {bound} and the limit is {Percent((double)guardrail.MaximumHarm)}."
            + (IsAlwaysValid(results) ? "" : " With few units this holds for one look alone and stops nothing: look at it, and stop the experiment if it should be.");
    }

    private static bool IsAlwaysValid(ExperimentResults results) => results.Analysis.Method == AnalysisMethod.AlwaysValid;

    private static string Percent(double part) => (100 * part).ToString("0.##", CultureInfo.InvariantCulture) + " percent";

    private static GuardrailBreach Breach(GuardrailBreachRow row) => new(row.Metric, row.Variant, row.MaximumHarm, row.At, row.Reason);

    [LoggerMessage(LogLevel.Warning, "The experiment {Experiment} passed a limit. {Reason}")]
    private partial void Breached(string experiment, string reason);

    [LoggerMessage(LogLevel.Error, "Nobody could be told yet that the experiment {Experiment} passed a limit.")]
    private partial void NotTold(string experiment, Exception failure);
}
