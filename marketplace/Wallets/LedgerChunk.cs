using Marketplace.Database;
using Npgsql;

namespace Marketplace.Wallets;

/// <summary>Some accounts' books, re-added from their entries in one snapshot. The next chunk begins after the last account; null is that none was left.</summary>
internal sealed record LedgerChunk(long? Last, long Wallets, long Issued, long Outstanding, long Spent, long Expired, long Forfeited, IReadOnlyList<string> Discrepancies)
{
    /// <summary>More contradictions than this are not listed: somebody has to look anyway.</summary>
    public const int Listed = 100;

    public static async Task<LedgerChunk> ReadAsync(NpgsqlCommand command, long after, int accounts, CancellationToken cancellation)
    {
        command.Parameters.Clear();
        command.CommandText = "select last, wallets, issued, outstanding, spent, expired, forfeited, discrepancies from marketplace.check_ledger_chunk($1, $2, $3)";
        command.Add(after).Add(accounts).Add(Listed);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new LedgerChunk(reader.IsDBNull(0) ? null : reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6),
            reader.GetFieldValue<string[]>(7));
    }
}
