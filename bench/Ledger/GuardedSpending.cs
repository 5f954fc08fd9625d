namespace Bench.Ledger;

/// <summary>The same function with every guard and with none.</summary>
public static class GuardedSpending
{
    private const int Rounds = 3;
    private const double Goal = 0.75;
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);

    public static async Task ReportAsync(BenchCluster cluster, Pgbench pgbench)
    {
        await cluster.CopyAsync("books", "guarded");
        await cluster.CopyWithoutGuardsAsync("books", "plain");
        Console.WriteLine($"submit_proposal under pgbench, a second; plain: a copy of the database without triggers, foreign keys, CHECKs and unique keys of the books. Median of {Rounds} interleaved rounds of {Round.TotalSeconds:N0} s, each after a checkpoint and a second that does not count.");
        Console.WriteLine($"{"clients",-10}{"plain",10}{"guarded",10}");
        foreach (var clients in new[] { 1, 8, 32 })
        {
            double[] plain = new double[Rounds], guarded = new double[Rounds];
            for (var round = 0; round < Rounds; round++)
            {
                plain[round] = await RateAsync("plain");
                guarded[round] = await RateAsync("guarded");
            }

            // The first second after a checkpoint writes whole pages to the log; it belongs to the checkpoint.
            async Task<double> RateAsync(string database)
            {
                await cluster.CheckpointAsync();
                await pgbench.RateAsync(database, clients, TimeSpan.FromSeconds(1));
                return await pgbench.RateAsync(database, clients, Round);
            }

            var share = Statistics.Median(guarded) / Statistics.Median(plain);
            Console.WriteLine($"{clients,-10}{Statistics.Median(plain),10:N0}{Statistics.Median(guarded),10:N0}   {share:N2} of the plain function ({LedgerBenchmark.Goal($">= {Goal}", share >= Goal)})");
        }

        Console.WriteLine($"The books balance afterwards: {await cluster.ScalarAsync<long>("guarded", "select count(*) from marketplace.ledger_discrepancies()")} discrepancies.");
        Console.WriteLine();
        await cluster.DropAsync("guarded");
        await cluster.DropAsync("plain");
    }
}
