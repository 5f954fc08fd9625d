using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Marketplace.Api.EmbeddedPostgres;
using Npgsql;

namespace Bench.Ledger;

/// <summary>PostgreSQL's own load program, calling the function by a prepared statement as the application's role.</summary>
public sealed class Pgbench(string program, BenchCluster cluster)
{
    /// <summary>The one that came with the server, or one in PATH; null where there is none.</summary>
    public static async Task<Pgbench?> FindAsync(BenchCluster cluster)
    {
        foreach (var program in new[] { Path.Combine(await cluster.ProgramsAsync(), "pgbench"), "pgbench" })
        {
            try
            {
                using var asked = Process.Start(new ProcessStartInfo(program, ["--version"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
                await asked.WaitForExitAsync();
                return new Pgbench(program, cluster);
            }
            catch (Win32Exception)
            {
                // Not here.
            }
        }

        return null;
    }

    /// <summary>Submissions a second.</summary>
    public async Task<double> RateAsync(string database, int clients, TimeSpan time)
    {
        var where = new NpgsqlConnectionStringBuilder(cluster.ConnectionString(database, PostgresRoles.Application));
        var seconds = ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(new ProcessStartInfo(program,
            ["-n", "-M", "prepared", "-c", $"{clients}", "-j", $"{Math.Min(clients, 2)}", "-T", seconds, "-f", BenchCluster.ScriptPath("Submit.pgbench.sql"),
             "-h", where.Host!, "-p", $"{where.Port}", "-U", PostgresRoles.Application, where.Database!])
            { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var rate = output.Split('\n').FirstOrDefault(l => l.StartsWith("tps = ", StringComparison.Ordinal));
        if (process.ExitCode != 0 || rate is null)
            throw new InvalidOperationException($"pgbench failed: {await errors}");
        return double.Parse(rate.Split(' ')[2], CultureInfo.InvariantCulture);
    }
}
