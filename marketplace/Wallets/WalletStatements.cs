using System.Runtime.CompilerServices;
using System.Text.Json;
using Experiments.Flags;
using Marketplace.Database;
using Npgsql;

namespace Marketplace.Wallets;

/// <summary>A line of a statement.</summary>
public sealed record StatementLine(
    DateTimeOffset At, TransactionKind Kind, string Description, long Amount, long BalanceAfter, JobId? Job, OwnedId? Proposal, IReadOnlyList<Treatment> Treatments);

/// <summary>A wallet's history from the oldest line to the newest, read as it is asked for: a statement of any length takes little memory.</summary>
public sealed class WalletStatements(NpgsqlDataSource source, TimeProvider clock)
{
    // Lots that have ended and were not swept stand at the end, as the sweep will book them: what a statement adds up to is what can be spent.
    private const string Lines = """
        select effective_at, kind, description, connects, connects_after, job_id, proposal_number, treatments::text from (
            select false as due, number, effective_at, kind, description, connects, connects_after, job_id, proposal_number, treatments
            from marketplace.ledger_transaction where account_id = $1 and connects_after is not null
            union all
            select true, row_number() over (order by l.expires_at, l.number), l.expires_at, 'EXPIRY', 'Connects expired', -l.remaining,
                   w.paid + w.free - sum(l.remaining) over (order by l.expires_at, l.number), null, null, '[]'
            from marketplace.lot l join marketplace.wallet w on w.account_id = l.account_id and w.asset = 'CONNECTS'
            where l.account_id = $1 and l.remaining > 0 and l.expires_at <= $2) line
        where ($3::timestamptz is null or effective_at >= $3) and ($4::timestamptz is null or effective_at < $4)
        order by due, number
        """;

    public async IAsyncEnumerable<StatementLine> ReadAsync(AccountId owner, DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Lines);
        command.Add(owner.Value).Add(clock.GetUtcNow()).AddInstant(from?.ToUniversalTime()).AddInstant(to?.ToUniversalTime());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return new StatementLine(
                reader.GetFieldValue<DateTimeOffset>(0),
                EnumText.Parse<TransactionKind>(reader.GetString(1)),
                reader.GetString(2),
                reader.GetInt64(3),
                (long)reader.GetDecimal(4),
                reader.IsDBNull(5) ? null : new JobId(reader.GetInt64(5)),
                reader.IsDBNull(6) ? null : new OwnedId(owner.Value, reader.GetInt64(6)),
                JsonSerializer.Deserialize<Treatment[]>(reader.GetString(7), JsonSerializerOptions.Web)!);
        }
    }
}
