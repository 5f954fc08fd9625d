using Experiments.Database;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <summary>Reads metrics.</summary>
public sealed class MetricReader(ExperimentsDbContext context)
{
    /// <summary>Every metric, by key.</summary>
    public async Task<IReadOnlyList<Metric>> ListAsync(CancellationToken cancellation)
        => [.. (await context.Metrics.AsNoTracking().OrderBy(row => row.Key).ToListAsync(cancellation)).Select(row => row.ToMetric())];

    /// <summary>The metrics with these keys; unknown keys are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Metric>> ByKeysAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
        => (await context.Metrics.AsNoTracking().Where(row => keys.Contains(row.Key)).ToListAsync(cancellation))
            .ToDictionary(row => row.Key, row => row.ToMetric(), StringComparer.Ordinal);
}
