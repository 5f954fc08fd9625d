using Npgsql;

namespace Marketplace.Database;

/// <param name="InputHash">What the key was used for.</param>
/// <param name="Result">The number of what was made; null while a gateway is asked.</param>
public sealed record UsedKey(byte[] InputHash, long? Result)
{
    public bool IsOf(byte[] hash) => InputHash.AsSpan().SequenceEqual(hash);
}

public enum KeyClaim { Claimed, Repeated, IdempotencyConflict }

/// <summary>Keys under which an account's operations were done. The functions that write the books decide; this only looks, or claims before a gateway is asked.</summary>
public sealed class IdempotencyKeys(NpgsqlDataSource source)
{
    public async Task<UsedKey?> FindAsync(AccountId account, string operation, string key, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select input_hash, result from marketplace.idempotency where account_id = $1 and operation = $2 and key = $3");
        command.Add(account.Value).Add(operation).Add(key);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new UsedKey(reader.GetFieldValue<byte[]>(0), reader.IsDBNull(1) ? null : reader.GetInt64(1)) : null;
    }

    public async Task<KeyClaim> ClaimAsync(AccountId account, string operation, string key, byte[] hash, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select outcome from marketplace.claim_key($1, $2, $3, $4)");
        command.Add(account.Value).Add(operation).Add(key).Add(hash);
        return EnumText.Parse<KeyClaim>((string)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>A refusal is not remembered: the key may be used again, for something else too.</summary>
    public async Task ReleaseAsync(AccountId account, string operation, string key, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select marketplace.release_key($1, $2, $3)");
        command.Add(account.Value).Add(operation).Add(key);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
