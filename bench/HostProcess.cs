using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marketplace.Api.EmbeddedPostgres;
using Marketplace.Api.Hosting;

namespace Bench;

/// <summary>The real host in a process of its own, over a database of the benchmark's.</summary>
public sealed class HostProcess : IDisposable
{
    private const string Database = "BENCH_DATABASE";
    private static readonly string[] Roles = ["FREELANCER"];

    private readonly Process process;

    private HostProcess(Process process, int port)
    {
        this.process = process;
        Port = port;
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = Timeout.InfiniteTimeSpan };
    }

    public int Port { get; }

    public HttpClient Http { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>What the process does: the host that `./dev run` starts, with tokens of its own for sign-in. The rate of requests is no part of what is measured.</summary>
    public static async Task<int> ServeAsync(string port)
    {
        string[] args = ["--urls", $"http://127.0.0.1:{port}", "--environment", "Development", "--Development:Seed=false", "--Logging:LogLevel:Default=Warning", "--Ofrep:PerKey=2000000000"];
        await using var app = MarketplaceHost.Create(args, new HostDatabases(Environment.GetEnvironmentVariable(Database)!));
        await app.RunAsync();
        return 0;
    }

    /// <param name="cluster">Where the database is.</param>
    /// <param name="database">A migrated one.</param>
    /// <param name="answersWhereItReads">Whether requests are answered on the thread that read them, as Node does it.</param>
    public static async Task<HostProcess> StartAsync(BenchCluster cluster, string database, bool answersWhereItReads = false)
    {
        var port = FreePort.Find();
        // What the host says of itself would stand between the figures; its errors pass.
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Bench"), ["serve-marketplace", $"{port}"]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment[Database] = cluster.ConnectionString(database, PostgresRoles.Application);
        if (answersWhereItReads)
            start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        var started = Process.Start(start)!;
        started.BeginOutputReadLine();
        var host = new HostProcess(started, port);
        while (true)
        {
            try
            {
                using var ready = await host.Http.GetAsync("/health/ready");
                if (ready.IsSuccessStatusCode)
                    return host;
            }
            catch (HttpRequestException) when (!host.process.HasExited)
            {
                // It does not listen yet.
            }

            await Task.Delay(100);
        }
    }

    public static string GlobalId(string type, long key) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{type}:{key}"));

    public async Task<string> SignInAsync(long account)
    {
        using var response = await Http.PostAsJsonAsync("/dev/token", new { accountId = GlobalId("Account", account), roles = Roles });
        response.EnsureSuccessStatusCode();
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
    }

    /// <summary>The bytes of one GraphQL request as a client with keep-alive sends them.</summary>
    public byte[] Request(string query, object? variables, string? token)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { query, variables });
        var head = $"POST /graphql HTTP/1.1\r\nHost: localhost:{Port}\r\nAccept: application/graphql-response+json\r\n"
            + (token is null ? "" : $"Authorization: Bearer {token}\r\n")
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    public void Dispose()
    {
        Http.Dispose();
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
