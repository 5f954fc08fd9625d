using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Wallets;

/// <summary>The self-check, every night: a run that finds the books unbalanced fails and says where.</summary>
public sealed class NightlyLedgerCheck(NpgsqlDataSource source) : IScheduledWork
{
    public string Name => "check-ledger";

    public string Description => "Re-adds every wallet from its entries; fails when the books do not balance.";

    public string Cron => "0 0 4 * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand();
        // The whole of the books: it takes as long as it takes.
        command.CommandTimeout = 0;
        var health = await LedgerCheck.ReadAsync(command, progress.AsOf, cancellation);
        await progress.AddAsync(checked((int)health.WalletsChecked), cancellation);
        if (!health.Balanced)
        {
            throw new UnbalancedBooksException(health.Discrepancies);
        }
    }
}

/// <summary>The books contradict themselves: somebody has to look.</summary>
public sealed class UnbalancedBooksException(IReadOnlyList<string> discrepancies)
    : Exception($"{discrepancies.Count} discrepancies: {string.Join("; ", discrepancies)}");
