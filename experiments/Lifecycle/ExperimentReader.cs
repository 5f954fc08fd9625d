using Experiments.Database;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <summary>Reads experiments.</summary>
public sealed class ExperimentReader(ExperimentsDbContext context)
{
    private IQueryable<ExperimentRow> Whole => context.Experiments.AsNoTracking().Include(row => row.Arms).Include(row => row.Layer);

    /// <summary>The experiment with this key, or null.</summary>
    public async Task<Experiment?> FindAsync(string key, CancellationToken cancellation)
        => Words.IsKey(key) ? (await Whole.SingleOrDefaultAsync(row => row.Key == key, cancellation))?.ToExperiment() : null;

    /// <summary>The experiments with these keys; unknown keys are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Experiment>> ByKeysAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
        => (await Whole.Where(row => keys.Contains(row.Key)).ToListAsync(cancellation))
            .ToDictionary(row => row.Key, row => row.ToExperiment(), StringComparer.Ordinal);

    /// <summary>The experiments with these ids; unknown ids are left out.</summary>
    public async Task<IReadOnlyDictionary<long, Experiment>> ByIdsAsync(IReadOnlyCollection<long> ids, CancellationToken cancellation)
        => (await Whole.Where(row => ids.Contains(row.Id)).ToListAsync(cancellation)).ToDictionary(row => row.Id, row => row.ToExperiment());

    /// <summary>Every experiment of each of these flags, newest first.</summary>
    public async Task<ILookup<string, Experiment>> ByFlagsAsync(IReadOnlyCollection<string> flagKeys, CancellationToken cancellation)
        => (await Whole.Where(row => flagKeys.Contains(row.FlagKey)).OrderByDescending(row => row.Id).ToListAsync(cancellation))
            .ToLookup(row => row.FlagKey, row => row.ToExperiment(), StringComparer.Ordinal);

    /// <summary>Every experiment of each of these layers, whatever its state, newest first.</summary>
    public async Task<ILookup<string, Experiment>> ByLayersAsync(IReadOnlyCollection<string> layerKeys, CancellationToken cancellation)
        => (await Whole.Where(row => row.Layer != null && layerKeys.Contains(row.Layer.Key)).OrderByDescending(row => row.Id).ToListAsync(cancellation))
            .ToLookup(row => row.Layer!.Key, row => row.ToExperiment(), StringComparer.Ordinal);

    /// <summary>A part of the experiments, newest first; the cursor is an experiment's id.</summary>
    public async Task<Page<Experiment>> ListAsync(ExperimentFilter filter, PageRequest page, CancellationToken cancellation)
        => (await Filtered(filter).PageAsync(row => row.Id, page, cancellation)).Select(row => row.ToExperiment());

    /// <summary>How many there are.</summary>
    public Task<int> CountAsync(ExperimentFilter filter, CancellationToken cancellation) => Filtered(filter).CountAsync(cancellation);

    private IQueryable<ExperimentRow> Filtered(ExperimentFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var rows = Whole;
        if (filter.State is { } state)
            rows = rows.Where(row => row.State == state);
        if (filter.FlagKey is { } flag)
            rows = rows.Where(row => row.FlagKey == flag);
        return rows;
    }
}
