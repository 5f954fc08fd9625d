using System.Runtime.CompilerServices;
using Experiments.Flags;
using Experiments.Lifecycle;
using Marketplace.Database;
using Npgsql;

namespace Marketplace.Accounts;

/// <summary>Accounts that registered, posted a job, sent a proposal or had anything happen on their ledger.</summary>
public sealed class RecentAccounts(NpgsqlDataSource source) : IRecentUnits
{
    public ExperimentUnit Unit => ExperimentUnit.Account;

    public async IAsyncEnumerable<UnitContext> SinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select a.id, a.kind, a.country from marketplace.account a
            where a.created_at >= $1
               or exists (select from marketplace.proposal p where p.account_id = a.id and p.submitted_at >= $1)
               or exists (select from marketplace.job j where j.client_id = a.id and j.posted_at >= $1)
               or exists (select from marketplace.ledger_transaction t where t.account_id = a.id and t.effective_at >= $1)
            """);
        command.Add(since);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return AccountUnit.Of(new AccountId(reader.GetInt64(0)), reader.GetString(1), reader.GetString(2));
        }
    }
}
