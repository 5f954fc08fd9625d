using System.Net.Sockets;
using System.Security.Cryptography;

namespace Bench.Ledger;

/// <summary>submitProposal by clients of the API, against pgbench calling the function that it ends in.</summary>
public static class SpendingOverHttp
{
    private const int Clients = 32;
    private const int Threads = 2;
    private const int Rounds = 3;
    private const double Goal = 0.6;
    private const string Mutation = "mutation Submit($input: SubmitProposalInput!) { submitProposal(input: $input) { proposal { id connectsSpent } wallet { balance } errors { __typename } } }";
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(5);

    private static int made;

    public static async Task ReportAsync(BenchCluster cluster, Pgbench pgbench)
    {
        await cluster.CopyAsync("books", "spending");
        using var host = await HostProcess.StartAsync(cluster, "spending");
        var tokens = new string[1000];
        for (var talent = 0; talent < tokens.Length; talent++)
            tokens[talent] = await host.SignInAsync(talent + 1);
        await RunAsync(host, tokens, TimeSpan.FromSeconds(3));
        await pgbench.RateAsync("spending", Clients, TimeSpan.FromSeconds(1));

        double[] bare = new double[Rounds], served = new double[Rounds];
        var used = TimeSpan.Zero;
        for (var round = 0; round < Rounds; round++)
        {
            await cluster.CheckpointAsync();
            bare[round] = await pgbench.RateAsync("spending", Clients, Round);
            await cluster.CheckpointAsync();
            var before = host.ProcessorTime;
            served[round] = await RunAsync(host, tokens, Round);
            used += host.ProcessorTime - before;
        }

        var share = Statistics.Median(served) / Statistics.Median(bare);
        Console.WriteLine($"submitProposal through HTTP and GraphQL (signed in, with idempotency keys) and pgbench calling submit_proposal, all guards on, {Clients} clients each; a second, median of {Rounds} interleaved rounds of {Round.TotalSeconds:N0} s.");
        Console.WriteLine($"{"",-10}{"pgbench",10}{"HTTP",10}");
        Console.WriteLine($"{"",-10}{Statistics.Median(bare),10:N0}{Statistics.Median(served),10:N0}   {share:N2} of pgbench ({LedgerBenchmark.Goal($">= {Goal}", share >= Goal)}); the host's processor time a request: {used.TotalMilliseconds * 1000 / (served.Sum() * Round.TotalSeconds):N0} µs");
        Console.WriteLine();
    }

    private static async Task<double> RunAsync(HostProcess host, string[] tokens, TimeSpan time)
    {
        var end = TimeProvider.System.GetTimestamp() + (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
        var threads = Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () => Repeat(host, tokens, end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        return (await Task.WhenAll(threads)).Sum() / time.TotalSeconds;
    }

    private static long Repeat(HostProcess host, string[] tokens, long end)
    {
        var connections = Enumerable.Range(0, Clients / Threads).Select(_ => new KeepAliveConnection(host.Port)).ToArray();
        var bySocket = connections.ToDictionary(c => c.Socket);
        foreach (var connection in connections)
            connection.Send(Submission(host, tokens));
        var answered = 0L;
        var waiting = new List<Socket>();
        while (TimeProvider.System.GetTimestamp() < end)
        {
            waiting.Clear();
            waiting.AddRange(bySocket.Keys);
            Socket.Select(waiting, null, null, 100_000);
            foreach (var socket in waiting)
            {
                var connection = bySocket[socket];
                if (!connection.Receive())
                    continue;
                if (connection.Answer.IndexOf("\"errors\":null"u8) < 0)
                    throw new InvalidOperationException($"A submission was refused: {connection.Text}");
                answered++;
                connection.Send(Submission(host, tokens));
            }
        }

        foreach (var connection in connections)
            connection.Dispose();
        return answered;
    }

    // Talents take turns, on jobs in a scattered order, as pgbench draws them (from the other half): nobody proposes twice, and neighbours meet at no job.
    private static byte[] Submission(HostProcess host, string[] tokens)
    {
        var number = Interlocked.Increment(ref made);
        var talent = number % tokens.Length;
        var input = new
        {
            jobId = HostProcess.GlobalId("Job", 100_001 + ((number * 7919L) % 100_000)),
            talentId = HostProcess.GlobalId("Account", talent + 1),
            coverLetter = "I can do this.",
            idempotencyKey = Convert.ToHexString(RandomNumberGenerator.GetBytes(8)),
        };
        return host.Request(Mutation, new { input }, tokens[talent]);
    }
}
