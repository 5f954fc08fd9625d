using System.Data;
using System.Data.Common;
using Experiments.Database;
using GraphQL;
using Marketplace.Api.Hosting;
using Marketplace.Clock;
using Marketplace.Database;
using Marketplace.Schema.Experiments;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Api.Execution;

/// <summary>
/// A query, or an event of a subscription, that resolves more than one field reads them all in one read-only snapshot, on one connection, so that a
/// balance and its lots agree, and a flag and the experiment on it. Where the clock can be moved, each operation first takes over its offset.
/// </summary>
public sealed class SnapshotInterceptor(MarketplaceDbContext database, ExperimentsDbContext experiments, FlagEvaluations flags, DomainClock clock, ReadingSource reading) : OperationInterceptor
{
    public override async ValueTask<IAsyncDisposable?> BeginAsync(OperationContext context, CancellationToken cancellation)
    {
        await clock.RefreshAsync(cancellation);
        flags.BeginOperation();
        if (context.Kind == OperationKind.Mutation || context.ResolverCount < 2)
        {
            return null;
        }

        var connection = await reading.Value.OpenConnectionAsync(cancellation);
        var snapshot = new Snapshot(connection);
        try
        {
            // It is sent with the first statement: a snapshot costs one exchange with the database, that of its end.
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            await snapshot.JoinAsync(database, transaction, cancellation);
            await snapshot.JoinAsync(experiments, transaction, cancellation);
            return snapshot;
        }
        catch
        {
            await snapshot.DisposeAsync();
            throw;
        }
    }

    private sealed class Snapshot(NpgsqlConnection connection) : IAsyncDisposable
    {
        private readonly List<DbContext> _joined = [];

        public async Task JoinAsync(DbContext context, DbTransaction transaction, CancellationToken cancellation)
        {
            _joined.Add(context);
            context.Database.SetDbConnection(connection);
            await context.Database.UseTransactionAsync(transaction, cancellation);
        }

        // The contexts go back to their pools, and connect by themselves again. The transaction ends with its connection.
        public async ValueTask DisposeAsync()
        {
            foreach (var context in _joined)
            {
                await context.Database.UseTransactionAsync(null);
                context.Database.SetDbConnection(null);
            }

            await connection.DisposeAsync();
        }
    }
}
