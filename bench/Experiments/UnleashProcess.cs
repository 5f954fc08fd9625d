using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Marketplace.Api.EmbeddedPostgres;
using Npgsql;

namespace Bench.Experiments;

/// <summary>unleash-server of npm in a process of its own over a database of its own, with as many flags; or why there is none.</summary>
internal sealed class UnleashProcess : IDisposable
{
    private const string Database = "unleash";
    private const string Admin = "*:*.bench-admin-token";
    private const string Frontend = "default:development.bench-frontend-token";
    private const string Flag = "/api/admin/projects/default/features";

    private UnleashProcess(Running? process, string? missing) => (Process, Missing) = (process, missing);

    public Running? Process { get; }

    public string? Missing { get; }

    public static async Task<UnleashProcess> StartAsync(BenchCluster cluster)
    {
        var folder = Path.Combine(CheckoutDirectory.Above(AppContext.BaseDirectory), "bench", "Experiments", "unleash");
        var server = Path.Combine(folder, "node_modules", "unleash-server", "dist", "server.js");
        if (!File.Exists(server))
            return new(null, "its packages are not installed; ./dev bench installs them where there is Node");

        await cluster.CreateEmptyAsync(Database);
        var running = new Running(Start(folder, server, cluster, FreePort.Find(), out var port), port);
        try
        {
            await running.PrepareAsync();
            return new(running, null);
        }
        catch (Exception)
        {
            running.Dispose();
            throw;
        }
    }

    public void Dispose() => Process?.Dispose();

    private static Process Start(string folder, string server, BenchCluster cluster, int freePort, out int port)
    {
        port = freePort;
        var database = new NpgsqlConnectionStringBuilder(cluster.ConnectionString(Database, PostgresRoles.Owner));
        // Its own Node, which is newer than the oldest that the rest of the project runs on.
        var (system, processor) = (OperatingSystem.IsMacOS() ? "darwin" : "linux", RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64");
        var own = Path.Combine(folder, "node_modules", $"node-{system}-{processor}", "bin", "node");
        var start = new ProcessStartInfo(File.Exists(own) ? own : "node", [server]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (name, value) in new (string, string)[]
        {
            ("NODE_ENV", "production"), ("HTTP_HOST", "127.0.0.1"), ("HTTP_PORT", $"{port}"), ("LOG_LEVEL", "error"),
            ("DATABASE_HOST", database.Host!), ("DATABASE_PORT", $"{database.Port}"), ("DATABASE_NAME", database.Database!),
            ("DATABASE_USERNAME", database.Username!), ("DATABASE_PASSWORD", "none"), ("DATABASE_SSL", "false"),
            ("INIT_ADMIN_API_TOKENS", Admin), ("INIT_FRONTEND_API_TOKENS", Frontend),
            ("CHECK_VERSION", "false"), ("SEND_TELEMETRY", "false"), ("SDK_API_RATE_LIMIT_PER_MINUTE", "1000000000"), ("TOKEN_AUTHENTICATION_RATE_LIMIT_PER_MINUTE", "1000000000"),
        })
            start.Environment[name] = value;
        var process = System.Diagnostics.Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>The server and what it is asked.</summary>
    internal sealed class Running(Process process, int port) : IDisposable
    {
        public int Port => port;

        public TimeSpan ProcessorTime
        {
            get
            {
                process.Refresh();
                return process.TotalProcessorTime;
            }
        }

        public byte[] Request { get; } = Encoding.ASCII.GetBytes(
            $"GET /api/frontend?userId=QWNjb3VudDoxMjM0NTY&properties%5Bcountry%5D=US&properties%5Bplan%5D=FREELANCER_PLUS HTTP/1.1\r\nHost: localhost:{port}\r\n"
            + $"Accept: application/json\r\nAuthorization: {Frontend}\r\n\r\n");

        public async Task PrepareAsync()
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            while (!await IsHealthyAsync(http))
                await Task.Delay(200);
            for (var number = 1; number <= OfrepSpeed.Flags; number++)
            {
                var name = $"bench-{number}";
                await AdminAsync(http, HttpMethod.Post, Flag, new { name, type = "release" });
                await AdminAsync(http, HttpMethod.Post, $"{Flag}/{name}/environments/development/strategies", new
                {
                    name = "flexibleRollout",
                    parameters = new { rollout = "100", stickiness = "default", groupId = name },
                    variants = new[] { Variant("a"), Variant("b") },
                });
                await AdminAsync(http, HttpMethod.Post, $"{Flag}/{name}/environments/development/on", null);
            }

            var seen = 0;
            for (var attempt = 0; seen != OfrepSpeed.Flags && attempt < 300; attempt++)
            {
                await Task.Delay(200);
                using var request = new HttpRequestMessage(HttpMethod.Get, "/api/frontend?userId=1");
                request.Headers.TryAddWithoutValidation("Authorization", Frontend);
                using var response = await http.SendAsync(request);
                seen = response.IsSuccessStatusCode ? (await response.Content.ReadFromJsonAsync<JsonNode>())!["toggles"]!.AsArray().Count(t => (bool)t!["variant"]!["enabled"]!) : 0;
            }
        }

        public void Dispose()
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        private static object Variant(string name) =>
            new { name, weight = 500, weightType = "variable", stickiness = "default", payload = new { type = "string", value = $"value-{name}" } };

        private async Task<bool> IsHealthyAsync(HttpClient http)
        {
            try
            {
                using var response = await http.GetAsync("/health");
                return response.IsSuccessStatusCode;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                return false;
            }
        }

        private static async Task AdminAsync(HttpClient http, HttpMethod method, string path, object? body)
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? new StringContent("", Encoding.UTF8, new MediaTypeHeaderValue("application/json")) : JsonContent.Create(body) };
            request.Headers.TryAddWithoutValidation("Authorization", Admin);
            using var response = await http.SendAsync(request);
            if (!response.IsSuccessStatusCode)
                throw new InvalidOperationException($"unleash-server answered {(int)response.StatusCode} to {path}: {await response.Content.ReadAsStringAsync()}");
        }
    }
}
