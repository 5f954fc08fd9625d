using Marketplace;
using Marketplace.Accounts;
using Marketplace.Api.EmbeddedPostgres;
using Marketplace.Clock;
using Marketplace.Notifications;
using Marketplace.Payments;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Bench.Ledger;

/// <summary>A million lots expired by the scheduled job, in chunks and with every guard, against one statement that does the same without guards.</summary>
public static class Expiry
{
    private const int Lots = 1_000_000;
    private const int Rounds = 2;
    private const double Goal = 0.5;

    public static async Task ReportAsync(BenchCluster cluster)
    {
        await cluster.CreateAsync("lots", "ExpiredLots.sql");
        double[] bare = new double[Rounds], job = new double[Rounds];
        var statement = await BenchCluster.ScriptAsync("BareExpiry.sql");
        for (var round = 0; round < Rounds; round++)
        {
            await cluster.CopyWithoutGuardsAsync("lots", "bare");
            await cluster.CheckpointAsync();
            var begun = TimeProvider.System.GetTimestamp();
            await cluster.RunAsync("bare", statement);
            bare[round] = Lots / TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
            await cluster.DropAsync("bare");

            await cluster.CopyAsync("lots", "swept");
            await cluster.CheckpointAsync();
            job[round] = await JobAsync(cluster.ConnectionString("swept", PostgresRoles.Application));
        }

        var share = Statistics.Median(job) / Statistics.Median(bare);
        Console.WriteLine($"Expiry of {Lots:N0} lots of 100,000 wallets: the job expire-connects, and one bare SQL statement without guards that writes the same (lots, wallets, a transaction and two entries a lot, a line on the bell an account). Lots a second, median of {Rounds} interleaved rounds.");
        Console.WriteLine($"{"",-10}{"bare",10}{"job",10}");
        Console.WriteLine($"{"",-10}{Statistics.Median(bare),10:N0}{Statistics.Median(job),10:N0}   {share:N2} of the bare statement ({LedgerBenchmark.Goal($">= {Goal}", share >= Goal)})");
        var left = await cluster.ScalarAsync<long>("swept", "select (select count(*) from marketplace.lot where remaining > 0) + (select count(*) from marketplace.ledger_discrepancies())");
        Console.WriteLine($"The books balance afterwards: {left} lots left or discrepancies.");
        Console.WriteLine();
        await cluster.DropAsync("swept");
        await cluster.DropAsync("lots");
    }

    private static async Task<double> JobAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        var services = new ServiceCollection();
        services.AddSingleton(source).AddLogging();
        services.AddMarketplace(_ => source, _ => source, new MarketplaceOptions(
            PolicyBook.Default(), new ClockOptions(Movable: false), new RegistrationLimits(1, TimeSpan.FromMinutes(1)), new NodeName("bench"),
            WebhookSigning.OfThisProcess(TimeSpan.FromMinutes(5))));
        services.AddSingleton<IMailSender, NoMail>().AddSingleton<ITextMessageSender, NoMail>();
        services.AddSingleton(new MailOptions("https://marketplace.example"));
        await using var provider = services.BuildServiceProvider();
        var runner = provider.GetRequiredService<ScheduledJobRunner>();
        var begun = TimeProvider.System.GetTimestamp();
        var run = (await runner.RunAsync("expire-connects", CancellationToken.None)).Value!;
        var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
        if (run.Outcome != RunOutcome.Succeeded || run.Processed != Lots)
            throw new InvalidOperationException($"The run ended as {run.Outcome} after {run.Processed} lots: {run.Error}");
        return Lots / seconds;
    }

    /// <summary>Expiry sends none; the container wants somebody all the same.</summary>
    private sealed class NoMail : IMailSender, ITextMessageSender
    {
        public Task SendAsync(OutgoingMail mail, CancellationToken cancellation) => Task.CompletedTask;

        public Task SendAsync(OutgoingText text, CancellationToken cancellation) => Task.CompletedTask;
    }
}
