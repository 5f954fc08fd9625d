using System.Data;
using GraphQL;
using Marketplace.Clock;
using Marketplace.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Marketplace.Api.Execution;

/// <summary>
/// A query, or an event of a subscription, that resolves more than one field reads them all in one read-only snapshot, on one connection, so that a
/// balance and its lots agree. Where the clock can be moved, each operation first takes over its offset.
/// </summary>
public sealed class SnapshotInterceptor(MarketplaceDbContext database, DomainClock clock) : OperationInterceptor
{
    public override async ValueTask<IAsyncDisposable?> BeginAsync(OperationContext context, CancellationToken cancellation)
    {
        await clock.RefreshAsync(cancellation);
        if (context.Kind == OperationKind.Mutation || context.ResolverCount < 2)
        {
            return null;
        }

        var snapshot = await database.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await database.Database.ExecuteSqlRawAsync("set transaction read only", cancellation);
        return snapshot;
    }
}
