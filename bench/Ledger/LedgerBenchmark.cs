using Marketplace.Api.EmbeddedPostgres;

namespace Bench.Ledger;

/// <summary>Measures what the project claims of its books' speed: each figure a ratio against its floor, in interleaved rounds, with the goal beside it.</summary>
public static class LedgerBenchmark
{
    private static readonly string[] Parts = ["guards", "http", "expiry", "pages"];

    public static async Task<int> RunAsync(string[] parts)
    {
        if (parts.FirstOrDefault(p => !Parts.Contains(p, StringComparer.Ordinal)) is { } unknown)
            return Refuse($"There is no part {unknown} of the ledger's benchmark. There are: {string.Join(", ", Parts)}.");
        try
        {
            await using var cluster = await BenchCluster.StartAsync();
            if (await Pgbench.FindAsync(cluster) is not { } pgbench)
                return Refuse("pgbench is missing. It comes with PostgreSQL's server packages (Debian: postgresql; Fedora: postgresql-contrib; Homebrew: postgresql@17).");
            bool Wanted(string part) => parts.Length == 0 || parts.Contains(part, StringComparer.Ordinal);
            if (Wanted("guards") || Wanted("http"))
            {
                await cluster.CreateAsync("books", "Books.sql");
                // Some history: sessions keep the plans that they made over empty tables.
                await pgbench.RateAsync("books", 8, TimeSpan.FromSeconds(5));
                await cluster.RunAsync("books", "vacuum analyze");
            }

            if (Wanted("guards"))
                await GuardedSpending.ReportAsync(cluster, pgbench);
            if (Wanted("http"))
                await SpendingOverHttp.ReportAsync(cluster, pgbench);
            if (Wanted("expiry"))
                await Expiry.ReportAsync(cluster);
            if (Wanted("pages"))
                await FirstPages.ReportAsync(cluster);
            return 0;
        }
        catch (EmbeddedPostgresException problem)
        {
            return Refuse(problem.Message);
        }
    }

    /// <summary>What a line says of its goal.</summary>
    public static string Goal(string goal, bool isMet) => $"goal {goal}: {(isMet ? "met" : "missed")}";

    private static int Refuse(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
