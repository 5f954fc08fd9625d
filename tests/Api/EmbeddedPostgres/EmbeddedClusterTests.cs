using System.Diagnostics;
using System.Globalization;
using Marketplace.Api.EmbeddedPostgres;
using Npgsql;

namespace Marketplace.Api.Tests.EmbeddedPostgres;

public sealed class EmbeddedClusterTests
{
    [Fact]
    public async Task The_owner_may_create_tables_and_the_application_may_not()
    {
        await using var checkout = new TemporaryCheckout();
        var server = await checkout.StartAsync();
        await server.EnsureDatabaseAsync("shop", CancellationToken.None);

        await ExecuteAsync(server.ConnectionString("shop", PostgresRoles.Owner), "CREATE TABLE things (id int)");

        var refused = await Should.ThrowAsync<PostgresException>(
            () => ExecuteAsync(server.ConnectionString("shop", PostgresRoles.Application), "CREATE TABLE others (id int)"));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        refused = await Should.ThrowAsync<PostgresException>(
            () => ExecuteAsync(server.ConnectionString("shop", PostgresRoles.Application), "SELECT * FROM things"));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task A_second_user_finds_the_running_server_and_the_last_one_to_leave_stops_it()
    {
        await using var checkout = new TemporaryCheckout();
        var first = await checkout.StartAsync();
        var process = TemporaryCheckout.ProcessOf(first);
        var second = await checkout.StartAsync();
        TemporaryCheckout.ProcessOf(second).ShouldBe(process);
        checkout.Said.ShouldContain("PostgreSQL is already running");

        await first.StopAsync(CancellationToken.None);
        await ExecuteAsync(second.ConnectionString("postgres", PostgresRoles.Application), "SELECT 1");

        await second.StopAsync(CancellationToken.None);
        PostmasterFile.Read(second.DataDirectory).ShouldBeNull();
        Directory.Exists(new NpgsqlConnectionStringBuilder(second.ConnectionString("postgres", PostgresRoles.Owner)).Host!).ShouldBeFalse();
    }

    [Fact]
    public async Task Data_survive_a_stop_and_a_start()
    {
        await using var checkout = new TemporaryCheckout();
        var first = await checkout.StartAsync();
        await first.EnsureDatabaseAsync("shop", CancellationToken.None);
        await ExecuteAsync(first.ConnectionString("shop", PostgresRoles.Owner), "CREATE TABLE things (id int)");
        await first.StopAsync(CancellationToken.None);

        var second = await checkout.StartAsync();
        await second.EnsureDatabaseAsync("shop", CancellationToken.None);
        await ExecuteAsync(second.ConnectionString("shop", PostgresRoles.Owner), "SELECT * FROM things");
    }

    [Fact]
    public async Task A_server_left_by_a_host_that_was_killed_is_used_again()
    {
        await using var checkout = new TemporaryCheckout();
        var killed = await checkout.StartAsync();
        var process = TemporaryCheckout.ProcessOf(killed);
        // A kill takes the host's lock and nothing else, as this does.
        killed.Leave();

        TemporaryCheckout.ProcessOf(await checkout.StartAsync()).ShouldBe(process);
    }

    [Fact]
    public async Task A_server_that_was_killed_is_started_again()
    {
        await using var checkout = new TemporaryCheckout();
        var killed = await checkout.StartAsync();
        await killed.EnsureDatabaseAsync("shop", CancellationToken.None);
        using (var process = Process.GetProcessById(TemporaryCheckout.ProcessOf(killed)))
            process.Kill();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (PostmasterFile.Read(killed.DataDirectory) is { ServerIsAlive: true })
            await Task.Delay(10, limit.Token);

        File.Exists(PostmasterFile.PathIn(killed.DataDirectory)).ShouldBeTrue("a killed server leaves its file");
        var again = await checkout.StartAsync();
        await ExecuteAsync(again.ConnectionString("shop", PostgresRoles.Owner), "SELECT 1");
    }

    [Fact]
    public async Task A_file_that_names_a_stranger_is_not_believed()
    {
        await using var checkout = new TemporaryCheckout();
        var first = await checkout.StartAsync();
        var file = PostmasterFile.PathIn(first.DataDirectory);
        var lines = await File.ReadAllLinesAsync(file);
        await first.StopAsync(CancellationToken.None);
        lines[0] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(file, lines);

        var again = await checkout.StartAsync();
        TemporaryCheckout.ProcessOf(again).ShouldNotBe(Environment.ProcessId);
        await ExecuteAsync(again.ConnectionString("postgres", PostgresRoles.Application), "SELECT 1");
    }

    [Fact]
    public async Task The_server_holds_none_of_the_files_its_starter_inherited()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Reads /proc.");
        await using var checkout = new TemporaryCheckout();
        var inherited = Path.Combine(checkout.Path, "inherited");
        await File.WriteAllTextAsync(inherited, "");
        using var file = InheritableFile.Open(inherited);

        var server = await checkout.StartAsync();

        new DirectoryInfo($"/proc/{Environment.ProcessId}/fd").GetFileSystemInfos().Select(one => one.LinkTarget).ShouldContain(inherited);
        new DirectoryInfo($"/proc/{TemporaryCheckout.ProcessOf(server)}/fd").GetFileSystemInfos().Select(one => one.LinkTarget).ShouldNotContain(inherited);
    }

    [Fact]
    public async Task Two_that_start_at_once_share_one_server()
    {
        await using var checkout = new TemporaryCheckout();
        var servers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => checkout.StartAsync())));

        servers.Select(TemporaryCheckout.ProcessOf).Distinct().Count().ShouldBe(1);
        checkout.Said.Count(line => line.StartsWith("Initializing", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Half_a_cluster_of_a_killed_initdb_is_begun_anew()
    {
        await using var checkout = new TemporaryCheckout();
        var first = await checkout.StartAsync();
        await first.StopAsync(CancellationToken.None);
        Directory.Move(first.DataDirectory, first.DataDirectory + ".new");
        File.Delete(Path.Combine(first.DataDirectory + ".new", "PG_VERSION"));

        var again = await checkout.StartAsync();
        await ExecuteAsync(again.ConnectionString("postgres", PostgresRoles.Application), "SELECT 1");
    }

    [Fact]
    public async Task Clusters_of_one_checkout_differ_by_name()
    {
        await using var checkout = new TemporaryCheckout();
        var development = await checkout.StartAsync();
        var tests = await checkout.StartAsync("tests");

        TemporaryCheckout.ProcessOf(tests).ShouldNotBe(TemporaryCheckout.ProcessOf(development));
    }

    [Fact]
    public async Task Data_and_socket_are_the_owners_alone()
    {
        await using var checkout = new TemporaryCheckout();
        var server = await checkout.StartAsync();
        var sockets = new NpgsqlConnectionStringBuilder(server.ConnectionString("postgres", PostgresRoles.Owner)).Host!;

        const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        File.GetUnixFileMode(server.DataDirectory).ShouldBe(OwnersAlone);
        File.GetUnixFileMode(sockets).ShouldBe(OwnersAlone);
    }

    [Fact]
    public async Task Commits_are_durable_unless_told_otherwise()
    {
        await using var checkout = new TemporaryCheckout();
        await using var server = await EmbeddedCluster.StartAsync(
            new() { Checkout = checkout.Path, SharedBuffersMegabytes = 16, MaximumConnections = 20 }, _ => { }, CancellationToken.None);
        await checkout.StartAsync();

        var database = server.ConnectionString("postgres", PostgresRoles.Application);
        (await AskAsync(database, "SHOW fsync")).ShouldBe("on");
        (await AskAsync(database, "SHOW synchronous_commit")).ShouldBe("on");
        (await AskAsync(database, "SHOW listen_addresses")).ShouldBe("");
    }

    private static async Task ExecuteAsync(string database, string statement)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string?> AskAsync(string database, string question)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(question);
        return (string?)await command.ExecuteScalarAsync();
    }
}
