using System.Data;
using System.Text.Json;
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
        var version = await context.StateVersions.AsNoTracking().Select(row => row.Version).SingleAsync(cancellation);
        var running = await context.Experiments.AsNoTracking()
            .Where(row => row.State == ExperimentState.Running)
            .Include(row => row.Assignments)
            .ToDictionaryAsync(row => row.FlagKey, StringComparer.Ordinal, cancellation);
        var flags = await context.Flags.AsNoTracking().ToListAsync(cancellation);
        await transaction.CommitAsync(cancellation);

        var sources = flags.Select(flag => new FlagSource(
            flag.Key,
            flag.Enabled && !flag.Archived,
            JsonSerializer.Deserialize<JsonElement>(flag.Definition),
            running.TryGetValue(flag.Key, out var experiment) ? Running(experiment) : null));
        snapshots.Offer(new FlagSnapshot(version, [.. sources], clock));
    }

    /// <summary>Loads when the database is ahead of the snapshot; one cheap look otherwise.</summary>
    internal async Task LoadIfNewerAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var version = await context.StateVersions.AsNoTracking().Select(row => row.Version).SingleAsync(cancellation);
        if (version > snapshots.Version)
            await LoadAsync(cancellation);
    }

    private static RunningExperiment Running(ExperimentRow row) => new(
        row.Key,
        row.Audience is not null,
        row.Assignments.ToDictionary(assignment => assignment.Unit, assignment => assignment.Variant, StringComparer.Ordinal));
}
