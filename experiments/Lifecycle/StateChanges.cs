using Experiments.Database;
using Experiments.Flags;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace Experiments.Lifecycle;

/// <summary>Begins changes. They happen one after another in the whole installation: each holds the state's version until it commits.</summary>
internal sealed class StateChanges(
    IDbContextFactory<ExperimentsDbContext> contexts,
    FlagSnapshotLoader loader,
    TimeProvider clock,
    ILogger<StateChanges> logger)
{
    internal async Task<StateChange> BeginAsync(CancellationToken cancellation)
    {
        var context = await contexts.CreateDbContextAsync(cancellation);
        try
        {
            var transaction = await context.Database.BeginTransactionAsync(cancellation);
            await context.Database.ExecuteSqlAsync($"UPDATE experiments.state_version SET version = version + 1", cancellation);
            return new StateChange(context, transaction, clock.Now(), this);
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }

    internal ValueTask<FlagSnapshot> AsSeenByAsync(ExperimentsDbContext context, CancellationToken cancellation) => loader.AsSeenByAsync(context, cancellation);

    /// <summary>This node has the change before its caller does; the others are on their way.</summary>
    internal async Task SeenHereAsync()
    {
        try
        {
            // The change is committed: nobody can call it off any more.
            await loader.LoadAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // It stays committed whatever happens here, and the listener will load it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.LogWarning(failure, "A change is committed but could not be read back at once.");
        }
    }
}

/// <summary>One change: its transaction, its instant, its audit entries and the notification of all nodes.</summary>
internal sealed class StateChange(ExperimentsDbContext context, IDbContextTransaction transaction, DateTimeOffset at, StateChanges changes) : IAsyncDisposable
{
    internal ExperimentsDbContext Context => context;

    internal DateTimeOffset At => at;

    internal void Record(string actor, string action, string subject, object? before, object after, string? reason)
        => context.AuditEntries.Add(new AuditRow
        {
            At = at,
            Actor = actor,
            Action = action,
            Subject = subject,
            Before = before is null ? null : Mapping.ToJson(before),
            After = Mapping.ToJson(after),
            Reason = reason,
        });

    /// <summary>The flags as they would be if what was saved so far were committed.</summary>
    internal ValueTask<FlagSnapshot> SnapshotAsync(CancellationToken cancellation) => changes.AsSeenByAsync(context, cancellation);

    internal async Task CommitAsync(CancellationToken cancellation)
    {
        await context.SaveChangesAsync(cancellation);
        // Delivered when, and only if, the transaction commits.
        await context.Database.ExecuteSqlAsync($"SELECT pg_notify({FlagListener.Channel}, '')", cancellation);
        await transaction.CommitAsync(cancellation);
        await changes.SeenHereAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await context.DisposeAsync();
    }
}
