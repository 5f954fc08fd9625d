using Npgsql;

namespace Marketplace.Wallets;

public sealed record LedgerHealth(
    DateTimeOffset CheckedAt, long WalletsChecked, IReadOnlyList<string> Discrepancies,
    long ConnectsIssued, long ConnectsOutstanding, long ConnectsSpent, long ConnectsExpired, long ConnectsForfeited)
{
    public bool Balanced => Discrepancies.Count == 0;
}

/// <summary>Re-adds the books from the entries themselves.</summary>
public sealed class LedgerCheck(NpgsqlDataSource source, TimeProvider clock)
{
    private const int Listed = 100;

    public async Task<LedgerHealth> RunAsync(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        // One snapshot: a spend between two of these statements is no discrepancy.
        await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        await using var batch = new NpgsqlBatch(connection, snapshot)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand($"select d from marketplace.ledger_discrepancies() d limit {Listed}"),
                new NpgsqlBatchCommand("select (select count(*) from marketplace.wallet), issued, outstanding, spent, expired, forfeited from marketplace.ledger_totals"),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var discrepancies = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            discrepancies.Add(reader.GetString(0));
        }

        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new LedgerHealth(clock.GetUtcNow(), reader.GetInt64(0), discrepancies,
            reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5));
    }
}
