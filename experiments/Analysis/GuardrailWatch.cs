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
    IServiceScopeFactory scopes, StateChanges changes, IDbContextFactory<ExperimentsDbContext> contexts, TimeProvider clock, ILogger<GuardrailWatch> logger)
{
    private const string Actor = "system";
    private const int Attempts = 10;

    internal async Task ActAsync(Experiment experiment, ExperimentResults results, CancellationToken cancellation)
    {
        await NoteAsync(experiment, results, cancellation);
        // The exact test of few units is one for a single look: asked every hour it would stop experiments that do no harm, so that it only tells.
        if (IsAlwaysValid(results))
            await StopAsync(experiment, cancellation);
        await TellAsync(cancellation);
    }

    internal async Task<ILookup<long, GuardrailBreach>> BreachesAsync(IReadOnlyCollection<long> experiments, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = await context.GuardrailBreaches.AsNoTracking().Where(row => experiments.Contains(row.ExperimentId)).ToListAsync(cancellation);
        return rows.ToLookup(row => row.ExperimentId, Breach);
    }

    // Noted with its entry in the audit log, or not at all.
    private async Task NoteAsync(Experiment experiment, ExperimentResults results, CancellationToken cancellation)
    {
        var noted = (await BreachesAsync([experiment.Id], cancellation))[experiment.Id].Select(breach => (breach.Metric, breach.Variant, breach.MaximumHarm)).ToHashSet();
        GuardrailBreach[] found =
        [
            .. from guardrail in results.Analysis.Guardrails
               from arm in guardrail.Arms
               where arm.Breached && noted.Add((guardrail.Guardrail.Metric, arm.Variant, guardrail.Guardrail.MaximumHarm))
               select new GuardrailBreach(guardrail.Guardrail.Metric, arm.Variant, guardrail.Guardrail.MaximumHarm, clock.Now(), Sentence(guardrail.Guardrail, arm, results)),
        ];
        if (found.Length == 0)
            return;

        await using var change = await changes.BeginAsync(cancellation);
        foreach (var breach in found)
        {
            change.Context.GuardrailBreaches.Add(new GuardrailBreachRow
            {
                ExperimentId = experiment.Id,
                Metric = breach.Metric,
                Variant = breach.Variant,
                MaximumHarm = breach.MaximumHarm,
                At = breach.At,
                Reason = breach.Reason,
            });
            change.Record(Actor, "experiment.guardrailBreached", "experiment:" + experiment.Key, before: null, new { breach.Metric, breach.Variant, breach.MaximumHarm }, breach.Reason);
        }

        await change.CommitAsync(cancellation);
        foreach (var breach in found)
            Breached(experiment.Key, breach.Reason);
    }

    // What was passed stays passed: also where the node that found it died before it could stop the experiment, or where the guardrail was told to stop it only later.
    private async Task StopAsync(Experiment experiment, CancellationToken cancellation)
    {
        var breaches = (await BreachesAsync([experiment.Id], cancellation))[experiment.Id].OrderBy(breach => breach.At).ToArray();
        if (breaches.Length == 0)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var service = scope.ServiceProvider.GetRequiredService<ExperimentService>();
        var reader = scope.ServiceProvider.GetRequiredService<ExperimentReader>();
        // Somebody may change the experiment meanwhile; whoever stops it first, it is stopped.
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await reader.FindAsync(experiment.Key, cancellation) is not { State: ExperimentState.Running } current)
                return;
            var reasons = breaches.Where(breach => current.Guardrails.Any(guardrail => guardrail.StopsExperiment && guardrail.Metric == breach.Metric && guardrail.MaximumHarm == breach.MaximumHarm)).ToArray();
            if (reasons.Length == 0)
                return;
            var outcome = await service.StopAsync(new ExperimentChange(experiment.Key, current.Version, Actor, Joined(reasons)), cancellation);
            if (outcome.Refusal is null)
                return;
        }

        throw new InvalidOperationException($"The experiment '{experiment.Key}' passed a limit and could not be stopped: it changes all the time.");
    }

    // As many sentences as a reason holds.
    private static string Joined(GuardrailBreach[] breaches)
        => breaches.Skip(1).Aggregate(breaches[0].Reason, (reason, breach) => reason.Length + breach.Reason.Length < ExperimentService.LongestReason ? $"{reason} {breach.Reason}" : reason);

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
