using Marketplace.Database;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Contracts;

/// <summary>HRS-02: clients are reminded to extend an hourly contract before it ends.</summary>
public sealed class ContractReminders(NpgsqlDataSource source, PolicyBook policies) : IScheduledWork
{
    private const int ContractsAtOnce = 1000;

    public string Name => "remind-contracts";

    public string Description => "Tells clients of hourly contracts that end soon.";

    public string Cron => "0 10 * * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        int[] days = [.. policies.At(progress.AsOf).Reminders.ContractDays];
        int told;
        do
        {
            told = await source.CreateCommand("select marketplace.remind_contracts($1, $2, $3)").Add(ContractsAtOnce).Add(days).Add(progress.AsOf).SingleAsync(row => row.GetInt32(0), cancellation);
            await progress.AddAsync(told, cancellation);
        }
        while (told > 0);
    }
}
