using System.Collections.Concurrent;
using System.Security.Cryptography;
using Npgsql;

namespace Marketplace.Database;

public sealed record SigningKey(long Id, byte[] Secret);

/// <summary>
/// Keys that sign what the host hands out and takes back (quotes, attribution). They live in the database: every node
/// has the same, a restart keeps them, and a new one signs after the rotation period while older ones still verify.
/// </summary>
public sealed class SigningKeys(NpgsqlDataSource source)
{
    private static readonly TimeSpan Rotation = TimeSpan.FromDays(30);
    private readonly ConcurrentDictionary<(string Purpose, long Id), SigningKey> _known = new();
    private readonly ConcurrentDictionary<string, (SigningKey Key, DateTimeOffset Until)> _current = new(StringComparer.Ordinal);

    /// <summary>The key that signs now; made when there is none or the newest is too old. Goes by the real clock.</summary>
    public async ValueTask<SigningKey> CurrentAsync(string purpose, CancellationToken cancellation)
    {
        var now = TimeProvider.System.GetUtcNow();
        if (_current.TryGetValue(purpose, out var current) && now < current.Until)
        {
            return current.Key;
        }

        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // The lock keeps two nodes that start together from making one key each; it is a statement of its own, so that the next one sees what its last holder made.
        await using (var serialize = new NpgsqlCommand("select pg_advisory_xact_lock(hashtext('signing-key'), hashtext($1))", connection, transaction))
        {
            await serialize.Add(purpose).ExecuteNonQueryAsync(cancellation);
        }

        await using var command = new NpgsqlCommand(
            """
            with newest as (select id, secret, created_at from marketplace.signing_key where purpose = $1 order by id desc limit 1),
            made as (insert into marketplace.signing_key (purpose, secret, created_at)
                     select $1, $2, $3 where not exists (select from newest where created_at > $4) returning id, secret, created_at)
            select id, secret, created_at from made union all select id, secret, created_at from newest where not exists (select from made)
            """,
            connection,
            transaction);
        command.Add(purpose).Add(RandomNumberGenerator.GetBytes(32)).Add(now).Add(now - Rotation);
        SigningKey key;
        DateTimeOffset ends;
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            await reader.ReadAsync(cancellation);
            key = new SigningKey(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
            ends = reader.GetFieldValue<DateTimeOffset>(2) + Rotation;
        }

        await transaction.CommitAsync(cancellation);
        _current[purpose] = (key, ends);
        return _known[(purpose, key.Id)] = key;
    }

    public async ValueTask<SigningKey?> ByIdAsync(string purpose, long id, CancellationToken cancellation)
    {
        if (_known.TryGetValue((purpose, id), out var known))
        {
            return known;
        }

        await using var command = source.CreateCommand("select secret from marketplace.signing_key where purpose = $1 and id = $2");
        command.Add(purpose).Add(id);
        return await command.ExecuteScalarAsync(cancellation) is byte[] secret ? _known[(purpose, id)] = new SigningKey(id, secret) : null;
    }
}
