using Marketplace.Database;
using Marketplace.ScheduledJobs;
using Npgsql;

namespace Marketplace.Notifications;

/// <summary>Makes the partitions of tables that are cut by month, for this month and the next two.</summary>
public sealed class PartitionsAhead(NpgsqlDataSource source) : IScheduledWork
{
    private const int MonthsAhead = 2;

    // Each makes one month of a table and says whether it was missing.
    private static readonly string[] Makers = ["marketplace.make_outbox_partition", "experiments.make_audit_partition"];

    public string Name => "make-partitions";

    public string Description => "Makes the partitions of the coming months for tables that are cut by month.";

    public string Cron => "0 30 2 * * ?";

    public async Task RunAsync(RunProgress progress, CancellationToken cancellation)
    {
        var month = new DateOnly(progress.AsOf.Year, progress.AsOf.Month, 1);
        foreach (var maker in Makers)
        {
            for (var ahead = 0; ahead <= MonthsAhead; ahead++)
            {
                await using var command = source.CreateCommand($"select {maker}($1)");
                command.Add(month.AddMonths(ahead));
                await progress.AddAsync((bool)(await command.ExecuteScalarAsync(cancellation))! ? 1 : 0, cancellation);
            }
        }
    }
}
