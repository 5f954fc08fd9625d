using System.Diagnostics;
using Experiments.Database;
using Npgsql;

[assembly: AssemblyFixture(typeof(Experiments.Tests.Support.ThrowAwayPostgres))]

namespace Experiments.Tests.Support;

/// <summary>One PostgreSQL for the whole run, on a Unix socket in a directory that goes with it; every test takes a database of its own.</summary>
public sealed class ThrowAwayPostgres : IAsyncLifetime
{
    public const string Owner = "marketplace_owner";
    public const string Application = "marketplace_app";
    private const string Template = "experiments_template";

    private readonly string directory = Path.Combine("/var/tmp", "xp" + Guid.NewGuid().ToString("N")[..8]);
    private int databases;

    public async ValueTask InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
            Run("install", "-d", "-o", "postgres", "-m", "700", directory);
        else
            Run("mkdir", "-m", "700", directory);
        Server("initdb", "-D", Path.Combine(directory, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        Server("pg_ctl", "-D", Path.Combine(directory, "data"), "-w", "-s", "-l", Path.Combine(directory, "log"),
            "-o", $"-c listen_addresses='' -c unix_socket_directories={directory} -c fsync=off -c max_connections=200", "start");

        await using var postgres = DataSource("postgres", "postgres");
        await ExecuteAsync(postgres, $"create role {Owner} login; create role {Application} login");
        await ExecuteAsync(postgres, $"create database {Template} owner {Owner}");
        await using var template = DataSource(Template, Owner);
        await ExperimentsDatabase.MigrateAsync(template, Application, TestContext.Current.CancellationToken);
    }

    /// <summary>A fresh database, migrated and empty.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await using var postgres = DataSource("postgres", "postgres");
        await ExecuteAsync(postgres, $"create database {name} template {Template} owner {Owner}");
        return name;
    }

    public async Task<string> CreateEmptyDatabaseAsync()
    {
        var name = $"empty_{Interlocked.Increment(ref databases)}";
        await using var postgres = DataSource("postgres", "postgres");
        await ExecuteAsync(postgres, $"create database {name} owner {Owner}");
        return name;
    }

    public NpgsqlDataSource DataSource(string database, string user)
        // Without a pool: a template must have no sessions when it is copied.
        => NpgsqlDataSource.Create($"Host={directory};Username={user};Database={database};Pooling={!string.Equals(database, Template, StringComparison.Ordinal)}");

    public ValueTask DisposeAsync()
    {
        Server("pg_ctl", "-D", Path.Combine(directory, "data"), "-m", "immediate", "-s", "stop");
        Directory.Delete(directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static void Server(string program, params string[] arguments)
    {
        var path = Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", program)).Where(File.Exists).Order(StringComparer.Ordinal).Last();
        if (Environment.IsPrivilegedProcess)
            Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        else
            Run(path, arguments);
    }

    private static void Run(string program, params string[] arguments)
    {
        // The output stays with us alone: pg_ctl would keep the server in a redirected pipe for ever.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "\"$@\" >/dev/null", "sh", program, .. arguments]) { WorkingDirectory = "/" })!;
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, program);
    }
}
