using Marketplace.Database;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Wallets;

/// <summary>The self-check, every night: a run that finds the books unbalanced fails and says where. One that was cut short is gone on with by the next.</summary>
public sealed class NightlyLedgerCheck(NpgsqlDataSource source) : IScheduledWork
{
    // What was checked longer ago is checked again.
    private static readonly TimeSpan GoesOn = TimeSpan.FromHours(20);

    public string Name => "check-ledger";

    public string Description => "Re-adds every wallet from its entries; fails when the books do not balance.";

    public string Cron => "0 0 4 * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        progress.Total = await source.CreateCommand("select count(*)::integer from marketplace.wallet").SingleAsync(row => row.GetInt32(0), cancellation);
        var pass = await BeginAsync(progress.AsOf, cancellation);
        await progress.AddAsync(checked((int)pass.Wallets), cancellation);
        var discrepancies = pass.Discrepancies.ToList();
        for (long? after = pass.After; after is not null;)
        {
            await using var command = source.CreateCommand();
            // As many accounts as one chunk has: it takes as long as it takes.
            command.CommandTimeout = 0;
            var chunk = await LedgerChunk.ReadAsync(command, after.Value, LedgerCheck.AccountsAtOnce, cancellation);
            discrepancies.AddRange(chunk.Discrepancies.Take(LedgerChunk.Listed - discrepancies.Count));
            await StandAsync(pass.Id, chunk, discrepancies, progress.AsOf, cancellation);
            await progress.AddAsync(checked((int)chunk.Wallets), cancellation);
            after = chunk.Last;
        }

        if (discrepancies.Count > 0)
        {
            throw new UnbalancedBooksException(discrepancies);
        }
    }

    /// <summary>The pass that was cut short, or a new one.</summary>
    private Task<Pass> BeginAsync(DateTimeOffset now, CancellationToken cancellation) =>
        source.CreateCommand("""
            with open as (select * from marketplace.ledger_check_pass where finished_at is null and began_at > $2 and began_at <= $1 order by id desc limit 1),
            begun as (insert into marketplace.ledger_check_pass (began_at) select $1 where not exists (select 1 from open) returning *)
            select id, after_account, wallets, discrepancies from open union all select id, after_account, wallets, discrepancies from begun
            """).Add(now).Add(now - GoesOn)
            .SingleAsync(row => new Pass(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<string[]>(3)), cancellation);

    private async Task StandAsync(long pass, LedgerChunk chunk, List<string> discrepancies, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            update marketplace.ledger_check_pass
            set after_account = coalesce($2, after_account), wallets = wallets + $3, discrepancies = $4, finished_at = case when $2 is null then $5::timestamptz end
            where id = $1
            """);
        command.Add(pass).AddNumber(chunk.Last).Add(chunk.Wallets).Add<string[]>([.. discrepancies]).Add(now);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private sealed record Pass(long Id, long After, long Wallets, IReadOnlyList<string> Discrepancies);
}

/// <summary>The books contradict themselves: somebody has to look.</summary>
public sealed class UnbalancedBooksException(IReadOnlyList<string> discrepancies)
    : Exception($"{discrepancies.Count} discrepancies: {string.Join("; ", discrepancies)}");
