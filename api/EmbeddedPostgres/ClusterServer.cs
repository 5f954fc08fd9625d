using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Npgsql;

namespace Marketplace.Api.EmbeddedPostgres;

/// <summary>Initializes, finds, starts and stops the server of one cluster; whoever calls holds the start lock.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class ClusterServer(
    EmbeddedPostgresOptions options, ClusterLocation location, ServerAccount account, PostgresBinaries binaries, Action<string> progress)
{
    private const long LongestLog = 16 * 1024 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task InitializeAsync(CancellationToken cancellation)
    {
        if (Directory.Exists(location.Data))
            return;
        progress($"Initializing a PostgreSQL {binaries.Version} cluster in {location.Data}");
        // A killed initdb leaves half a cluster: work beside the place and rename at the end.
        if (Directory.Exists(location.Unfinished))
            Directory.Delete(location.Unfinished, recursive: true);
        // Code point order and Unicode case on every machine; macOS has no C.UTF-8.
        var locale = OperatingSystem.IsMacOS() ? "C" : "C.UTF-8";
        var made = await account.RunAsync(
            [
                binaries["initdb"], "--pgdata", location.Unfinished, "--username", PostgresRoles.Superuser, "--encoding", "UTF8",
                "--locale", locale, "--auth", "trust", "--data-checksums", "--no-instructions",
            ],
            cancellation);
        if (!made.Succeeded)
            throw new EmbeddedPostgresException($"initdb failed:\n{made.Output}");
        Directory.Move(location.Unfinished, location.Data);
    }

    /// <summary>The directory of the socket the server answers on.</summary>
    public async Task<string> EnsureRunningAsync(CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is { } sockets)
            return sockets;
        await account.MakePrivateDirectoryAsync(location.Sockets, cancellation);
        await ClusterSettings.WriteAsync(options, location.Data, location.Sockets, cancellation);
        progress("Starting PostgreSQL");
        await StartAsync(cancellation);
        return location.Sockets;
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        if (PostmasterFile.Read(location.Data) is not { ServerIsAlive: true } file)
            return;
        var stopped = await account.RunAsync(
            [binaries["pg_ctl"], "stop", "--pgdata", location.Data, "--mode", "fast", "--wait", "--silent"], cancellation);
        if (!stopped.Succeeded)
            throw new EmbeddedPostgresException($"pg_ctl could not stop the server:\n{stopped.Output}");
        // The server took its socket away; its directory is of no use to anybody else.
        if (Directory.Exists(file.Sockets) && !Directory.EnumerateFileSystemEntries(file.Sockets).Any())
            Directory.Delete(file.Sockets);
    }

    private async Task<string?> FindAsync(CancellationToken cancellation)
    {
        var asked = Stopwatch.GetTimestamp();
        while (PostmasterFile.Read(location.Data) is { } file)
        {
            if (!file.ServerIsAlive)
            {
                file.Disown();
                return null;
            }

            if (await AnswersAsync(file.Sockets, cancellation))
            {
                progress("PostgreSQL is already running");
                return file.Sockets;
            }

            if (Stopwatch.GetElapsedTime(asked) > options.StartTimeout)
                throw new EmbeddedPostgresException($"The server of {location.Data} (process {file.ProcessId}) runs but does not answer. {await LogTailAsync(cancellation)}");
            await Task.Delay(Pause, cancellation);
        }

        return null;
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        if (File.Exists(location.Log) && new FileInfo(location.Log).Length > LongestLog)
            File.Delete(location.Log);

        InheritedFiles.Keep();
        var asked = Stopwatch.GetTimestamp();
        while (true)
        {
            var seconds = ((int)options.StartTimeout.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            var started = await account.RunAsync(
                [
                    binaries["pg_ctl"], "start", "--pgdata", location.Data, "--log", location.Log, "--wait", "--timeout", seconds, "--silent",
                ],
                cancellation);
            if (started.Succeeded)
                return;

            var tail = await LogTailAsync(cancellation);
            // The children of a killed server hold its shared memory until they notice.
            var orphans = tail.Contains("is still in use", StringComparison.Ordinal);
            if (!orphans || Stopwatch.GetElapsedTime(asked) > options.StartTimeout)
                throw new EmbeddedPostgresException($"PostgreSQL did not start. {started.Output}\n{tail}");
            await Task.Delay(Pause, cancellation);
        }
    }

    private static async Task<bool> AnswersAsync(string sockets, CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(EmbeddedCluster.Describe(sockets, "postgres", PostgresRoles.Superuser, pooling: false));
            await connection.OpenAsync(cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task<string> LogTailAsync(CancellationToken cancellation) =>
        File.Exists(location.Log)
            ? $"The end of {location.Log}:\n{string.Join('\n', (await File.ReadAllLinesAsync(location.Log, cancellation)).TakeLast(8))}"
            : $"It wrote no log ({location.Log}).";
}
