using System.Data;
using Experiments.Database;
using GraphQL;
using Marketplace.Clock;
using Marketplace.Database;
using Marketplace.Schema.Experiments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Marketplace.Api.Execution;

/// <summary>
/// A query, or an event of a subscription, that resolves more than one field reads them all in one read-only snapshot, on one connection, so that a
/// balance and its lots agree, and a flag and the experiment on it. Where the clock can be moved, each operation first takes over its offset.
/// </summary>
public sealed class SnapshotInterceptor(MarketplaceDbContext database, ExperimentsDbContext experiments, FlagEvaluations flags, DomainClock clock) : OperationInterceptor
{
    public override async ValueTask<IAsyncDisposable?> BeginAsync(OperationContext context, CancellationToken cancellation)
    {
        await clock.RefreshAsync(cancellation);
        flags.BeginOperation();
        if (context.Kind == OperationKind.Mutation || context.ResolverCount < 2)
        {
            return null;
        }

        var snapshot = await database.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await database.Database.ExecuteSqlRawAsync("set transaction read only", cancellation);
        var connection = database.Database.GetDbConnection();
        if (!ReferenceEquals(experiments.Database.GetDbConnection(), connection))
        {
            experiments.Database.SetDbConnection(connection);
        }

        await experiments.Database.UseTransactionAsync(snapshot.GetDbTransaction(), cancellation);
        return new Snapshot(snapshot, experiments);
    }

    private sealed class Snapshot(IDbContextTransaction transaction, ExperimentsDbContext experiments) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await experiments.Database.UseTransactionAsync(null);
            await transaction.DisposeAsync();
        }
    }
}
