using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>A node that is killed for good while it serves: what its clients send again to another node happened once. And many clients on the last Connects, over two nodes.</summary>
public sealed class KilledNodeTests : IAsyncLifetime
{
    private const string Submit = "mutation($input: SubmitProposalInput!) { submitProposal(input: $input) { proposal { id } errors { __typename ... on Error { code } } } }";
    private TestHost host = null!;
    private MarketplaceClient talent = null!;
    private readonly List<string> jobs = [];

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync();
        talent = await MarketplaceClient.FreelancerAsync(host);
        var client = await MarketplaceClient.ClientAsync(host);
        for (var i = 0; i < 50; i++)
            jobs.Add(await client.PostJobAsync());
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task What_a_killed_node_was_asked_and_another_is_asked_again_is_done_once()
    {
        await talent.BuyAsync(80);
        await talent.BuyAsync(20);
        using var node = await StartNodeAsync();
        using var http = new HttpClient { BaseAddress = new Uri(node.Address) };
        var answered = 0;
        var asked = jobs.Select(async (job, i) =>
        {
            try
            {
                await SendAsync(http, job, $"key-{i}");
                Interlocked.Increment(ref answered);
            }
            catch (HttpRequestException)
            {
                // The node is gone, and nobody knows whether it had done it.
            }
        }).ToList();
        while (Volatile.Read(ref answered) < 3)
            await Task.Delay(1);
        node.Process.Kill();
        await Task.WhenAll(asked);

        var proposals = await Task.WhenAll(jobs.Select((job, i) => SendAsync(host.Http, job, $"key-{i}")));

        proposals.ShouldAllBe(p => p["errors"] == null);
        proposals.Select(p => (string)p["proposal"]!["id"]!).Distinct().Count().ShouldBe(50);
        (await talent.BalanceAsync()).ShouldBe(0);
        (await host.ScalarAsync<long>("select count(*) from marketplace.ledger_transaction where kind = 'SPEND'")).ShouldBe(50);
        await BalancedAsync();
    }

    [Fact]
    public async Task Fifty_clients_of_two_nodes_on_the_last_Connects_get_what_there_is()
    {
        await talent.BuyAsync(10);
        var second = await TestHost.StartAsync(host.Database);

        var answers = await Task.WhenAll(jobs.Select((job, i) => SendAsync(i % 2 == 0 ? host.Http : second.Http, job, $"key-{i}")));

        answers.Count(a => a["errors"] is null).ShouldBe(5);
        answers.Where(a => a["errors"] is not null).ShouldAllBe(a => (string)a["errors"]![0]!["code"]! == "INSUFFICIENT_CONNECTS");
        (await talent.BalanceAsync()).ShouldBe(0);
        await BalancedAsync();
        await second.StopAsync();
    }

    private async Task<JsonNode> SendAsync(HttpClient http, string job, string key)
    {
        var input = new { jobId = job, talentId = talent.AccountId, coverLetter = "I keep shops open.", idempotencyKey = key };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Submit, variables = new { input } }) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", talent.Token);
        using var response = await http.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!["data"]!["submitProposal"]!;
    }

    private async Task BalancedAsync() =>
        (await host.QueryAsync("{ ledgerHealth { discrepancies } }", token: await host.StaffAsync("ADMIN")))["ledgerHealth"]!["discrepancies"]!.AsArray().ShouldBeEmpty();

    /// <summary>The program itself, in a process of its own, over the database of this test.</summary>
    private async Task<Node> StartNodeAsync()
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Marketplace.Api.dll"), "--urls", "http://127.0.0.1:0", "--environment", "Development", "--Simulation:Clock=true", "--Development:Seed=false",
            $"--ConnectionStrings:Marketplace={host.Database.ConnectionString}", $"--ConnectionStrings:MarketplaceOwner={host.Database.OwnerConnectionString}",
        ];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory })!;
        _ = process.StandardError.ReadToEndAsync();
        const string Listening = "Now listening on: ";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new Node(process, line[(at + Listening.Length)..].Trim());
            }
        }

        throw new InvalidOperationException($"The node ended with {process.ExitCode} before it listened.");
    }

    private sealed record Node(Process Process, string Address) : IDisposable
    {
        public void Dispose()
        {
            if (!Process.HasExited)
                Process.Kill();
            Process.Dispose();
        }
    }
}
