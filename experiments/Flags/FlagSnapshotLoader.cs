using System.Data;
using System.Text.Json;
using Experiments.ApiKeys;
using Experiments.Database;
using Experiments.Lifecycle;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Flags;

/// <summary>Reads the flags from the database into a new snapshot.</summary>
public sealed class FlagSnapshotLoader
{
    private readonly IDbContextFactory<ExperimentsDbContext> contexts;
    private readonly FlagSnapshots snapshots;
    private readonly TimeProvider clock;

    internal FlagSnapshotLoader(IDbContextFactory<ExperimentsDbContext> contexts, FlagSnapshots snapshots, TimeProvider clock)
    {
        this.contexts = contexts;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /// <summary>Loads what is committed now and puts it in force when its version is newer. A host does so before it listens; tools without one call it.</summary>
    public async Task LoadAsync(CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        // One snapshot of the database, or flags and experiments of two versions could meet.
        await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var snapshot = await ReadAsync(context, await VersionAsync(context, cancellation), cancellation);
        await transaction.CommitAsync(cancellation);
        snapshots.Offer(snapshot);
    }

    /// <summary>
    /// The flags as a context's open transaction sees them, so that what is evaluated agrees with what the transaction reads: the snapshot in force where
    /// it is of the same version, otherwise one that is read for this and put in force for nobody. A context without a transaction sees the snapshot in force.
    /// </summary>
    /// <param name="context">With a transaction of one snapshot of the database (REPEATABLE READ), or without any.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async ValueTask<FlagSnapshot> AsSeenByAsync(ExperimentsDbContext context, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var current = snapshots.Current;
        if (context.Database.CurrentTransaction is null)
            return current;
        var version = await VersionAsync(context, cancellation);
        return version == current.Version ? current : await ReadAsync(context, version, cancellation);
    }

    /// <summary>Loads when the database is ahead of the snapshot; one cheap look otherwise.</summary>
    internal async Task LoadIfNewerAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (await VersionAsync(context, cancellation) > snapshots.Version)
            await LoadAsync(cancellation);
    }

    private static Task<long> VersionAsync(ExperimentsDbContext context, CancellationToken cancellation)
        => context.StateVersions.AsNoTracking().Select(row => row.Version).SingleAsync(cancellation);

    private async Task<FlagSnapshot> ReadAsync(ExperimentsDbContext context, long version, CancellationToken cancellation)
    {
        var running = await context.Experiments.AsNoTracking()
            .Where(row => row.State == ExperimentState.Running)
            .Include(row => row.Assignments)
            .ToDictionaryAsync(row => row.FlagKey, StringComparer.Ordinal, cancellation);
        var flags = await context.Flags.AsNoTracking().ToListAsync(cancellation);
        var overrides = (await context.Overrides.AsNoTracking()
                .Where(row => row.LiftedAt == null)
                .Select(row => new { row.Experiment.FlagKey, row.Unit, row.Variant })
                .ToListAsync(cancellation))
            .GroupBy(row => row.FlagKey, StringComparer.Ordinal)
            .ToDictionary(flag => flag.Key, flag => flag.ToDictionary(row => row.Unit, row => row.Variant, StringComparer.Ordinal), StringComparer.Ordinal);
        var experiments = await context.Experiments.AsNoTracking()
            .Select(row => new { row.Key, row.Version })
            .ToDictionaryAsync(row => row.Key, row => row.Version, StringComparer.Ordinal, cancellation);

        var keys = await context.ApiKeys.AsNoTracking().Where(row => row.RevokedAt == null).Select(row => new { row.Id, row.Prefix, row.Hash }).ToListAsync(cancellation);

        var sources = flags.Select(flag => new FlagSource(
            flag.Key,
            flag.Enabled && !flag.Archived,
            JsonSerializer.Deserialize<JsonElement>(flag.Definition),
            running.TryGetValue(flag.Key, out var experiment) ? Running(experiment) : null,
            overrides.GetValueOrDefault(flag.Key)));
        var versions = new DefinitionVersions(flags.ToDictionary(flag => flag.Key, flag => flag.Version, StringComparer.Ordinal), experiments);
        return new FlagSnapshot(version, [.. sources], clock, versions, new ApiKeySet(keys.Select(key => (key.Id, key.Prefix, key.Hash))));
    }

    private static RunningExperiment Running(ExperimentRow row) => new(
        row.Key,
        row.Audience is not null,
        row.Assignments.ToDictionary(assignment => assignment.Unit, assignment => assignment.Variant, StringComparer.Ordinal));
}
