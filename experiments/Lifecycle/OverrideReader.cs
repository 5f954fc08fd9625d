using Experiments.Database;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <summary>A unit that is forced into an arm.</summary>
/// <param name="Unit">Its key.</param>
/// <param name="Variant">The arm.</param>
/// <param name="SetAt">Since when.</param>
public sealed record ForcedUnit(string Unit, string Variant, DateTimeOffset SetAt);

/// <summary>Reads which units are forced into arms.</summary>
public sealed class OverrideReader(ExperimentsDbContext context)
{
    /// <summary>Those in force, by the experiment's id, the latest first.</summary>
    public async Task<ILookup<long, ForcedUnit>> ByExperimentsAsync(IReadOnlyCollection<long> experiments, CancellationToken cancellation)
    {
        var rows = await context.Overrides.AsNoTracking()
            .Where(row => experiments.Contains(row.ExperimentId) && row.LiftedAt == null)
            .OrderByDescending(row => row.SetAt).ThenBy(row => row.Unit)
            .ToListAsync(cancellation);
        return rows.ToLookup(row => row.ExperimentId, row => new ForcedUnit(row.Unit, row.Variant, row.SetAt));
    }
}
