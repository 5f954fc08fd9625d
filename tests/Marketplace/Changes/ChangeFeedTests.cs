using Marketplace.Changes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Testing;

namespace Marketplace.Tests.Changes;

public sealed class ChangeFeedTests
{
    private static readonly AccountId Wallet = new(7);

    [Fact]
    public async Task Changes_of_a_moment_go_out_in_one_notification_each_named_once()
    {
        await using var database = await MigratedDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var heard = await Notifications.StartAsync(database.ConnectionString);
        await using var feed = new ChangeFeed(source, NullLogger<ChangeFeed>.Instance);

        for (var i = 0; i < 200; i++)
            feed.WalletChanged(Wallet);
        feed.WalletsChanged([8, 9]);
        feed.JobChanged(new JobId(3));

        await heard.UntilAsync("wallet:7", "wallet:8", "wallet:9", "job:3");
        heard.Payloads.Count.ShouldBeLessThan(200);
        heard.Payloads.ShouldAllBe(p => ChangePayload.Read(p).Distinct().Count() == ChangePayload.Read(p).Length);
    }

    [Fact]
    public async Task More_than_anybody_could_list_is_said_in_one_word()
    {
        await using var database = await MigratedDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var heard = await Notifications.StartAsync(database.ConnectionString);
        await using var feed = new ChangeFeed(source, NullLogger<ChangeFeed>.Instance);

        feed.WalletsChanged(Enumerable.Range(1, 10_001).Select(n => (long)n));

        await heard.UntilAsync(ChangeTopics.Everything);
        heard.Payloads.ShouldBe([ChangeTopics.Everything]);
    }

    [Fact]
    public async Task A_connection_that_was_cut_delays_a_notification_and_loses_none()
    {
        await using var database = await MigratedDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { ApplicationName = "feed", MaxPoolSize = 2 }.ConnectionString);
        await using var heard = await Notifications.StartAsync(database.ConnectionString);
        await using var feed = new ChangeFeed(source, NullLogger<ChangeFeed>.Instance);
        feed.WalletChanged(Wallet);
        await heard.UntilAsync("wallet:7");

        await using (var owner = NpgsqlDataSource.Create(database.ConnectionString))
        await using (var cut = owner.CreateCommand("select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where application_name = 'feed' and datname = current_database()"))
            ((long)(await cut.ExecuteScalarAsync())!).ShouldBeGreaterThan(0);
        feed.JobChanged(new JobId(3));

        await heard.UntilAsync("job:3");
    }

    [Fact]
    public async Task What_was_told_before_the_end_is_sent()
    {
        await using var database = await MigratedDatabase.CreateAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var heard = await Notifications.StartAsync(database.ConnectionString);

        await using (var feed = new ChangeFeed(source, NullLogger<ChangeFeed>.Instance))
            feed.WalletChanged(Wallet);

        await heard.UntilAsync("wallet:7");
    }

    [Fact]
    public async Task A_database_that_is_away_fails_nobody()
    {
        await using var away = NpgsqlDataSource.Create("Host=/nonexistent;Username=nobody;Timeout=1");
        await using var feed = new ChangeFeed(away, NullLogger<ChangeFeed>.Instance);

        Should.NotThrow(() => feed.WalletChanged(Wallet));
    }
}
