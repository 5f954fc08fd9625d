using Experiments.Database;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <summary>A metric compares units that its facts name: a purchase belongs to no job, so jobs cannot be compared by it.</summary>
internal static class MetricUnits
{
    internal static async Task<Invalid?> CheckAsync(ExperimentsDbContext context, NewExperiment experiment, CancellationToken cancellation)
    {
        var unit = ScreamingSnake.Write(experiment.Unit);
        string[] named = [experiment.PrimaryMetric, .. experiment.SecondaryMetrics ?? [], .. (experiment.Guardrails ?? []).Select(guardrail => guardrail.Metric)];
        var unfit = await context.Metrics.AsNoTracking()
            .Where(metric => named.Contains(metric.Key))
            .Where(metric => context.Facts.Any(fact => (fact.Key == metric.NumeratorFact || fact.Key == metric.DenominatorFact) && !fact.Units.Contains(unit)))
            .Select(metric => metric.Key)
            .ToListAsync(cancellation);
        foreach (var (index, metric) in named.Index())
        {
            if (unfit.Contains(metric, StringComparer.Ordinal))
                return new Invalid(Field(index, experiment), $"What '{metric}' is made of does not say which {unit} it belongs to; it cannot compare them.");
        }

        return null;
    }

    private static string Field(int index, NewExperiment experiment)
        => index == 0 ? "primaryMetric" : index <= (experiment.SecondaryMetrics?.Count ?? 0) ? "secondaryMetrics" : "guardrails";
}
