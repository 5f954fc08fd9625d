using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Marketplace.Api.EmbeddedPostgres;
using Marketplace.Api.Hosting;

namespace Bench.Experiments;

/// <summary>The real host, as `./dev run` starts it, in a process of its own.</summary>
internal sealed class MarketplaceNode : IDisposable
{
    private const string Database = "BENCH_DATABASE";
    private static readonly string[] Roles = ["PRODUCT_MANAGER"];
    private readonly Process process;
    private readonly HttpClient http;

    private MarketplaceNode(Process process, int port)
    {
        this.process = process;
        Port = port;
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(2) };
    }

    public int Port { get; }

    /// <summary>User and system time of all its threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>What the process does. The rate of requests is no part of what is measured.</summary>
    public static async Task<int> ServeAsync(int port)
    {
        string[] args =
        [
            "--urls", $"http://127.0.0.1:{port}", "--environment", "Development", "--Development:Seed=false", "--Logging:LogLevel:Default=Warning",
            "--Ofrep:PerKey=2000000000",
        ];
        await using var app = MarketplaceHost.Create(args, new HostDatabases(Environment.GetEnvironmentVariable(Database)!));
        await app.RunAsync();
        return 0;
    }

    public static async Task<MarketplaceNode> StartAsync(BenchPostgres cluster, string database)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["serve-marketplace-node", $"{port}"]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment[Database] = cluster.ConnectionString(database, PostgresRoles.Application);
        // As Node answers: on the thread that read the request.
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        var started = Process.Start(start)!;
        started.OutputDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        var node = new MarketplaceNode(started, port);
        while (!await node.IsReadyAsync())
            await Task.Delay(100);
        return node;
    }

    public async Task<string> StaffAsync()
    {
        using var response = await http.PostAsJsonAsync("/dev/token", new { accountId = (string?)null, roles = Roles });
        response.EnsureSuccessStatusCode();
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
    }

    public async Task<JsonNode> MutateAsync(string field, string selection, object input, string token)
    {
        var type = char.ToUpperInvariant(field[0]) + field[1..] + "Input";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = $"mutation($input: {type}!) {{ {field}(input: $input) {{ {selection} errors {{ ... on Error {{ code message }} }} }} }}", variables = new { input } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request);
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        return answer["data"]?[field] is { } payload && payload["errors"] is null ? payload : throw new InvalidOperationException(answer.ToJsonString());
    }

    public async Task<string> ApiKeyAsync() => (string)(await MutateAsync("createApiKey", "secret", new { name = "bench" }, await StaffAsync()))["secret"]!;

    public void Dispose()
    {
        http.Dispose();
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var ready = await http.GetAsync("/health/ready");
            return ready.IsSuccessStatusCode;
        }
        catch (HttpRequestException) when (!process.HasExited)
        {
            return false;
        }
    }
}
