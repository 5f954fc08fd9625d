using System.Diagnostics;
using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace Experiments.Tests.Flags;

public sealed class FlagListenerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_node_hears_of_a_change_long_before_it_would_look()
    {
        await using var database = await Databases.CreateAsync();
        await using var writer = await Node.StartAsync(database);
        await using var other = await Node.StartAsync(database, pollInterval: TimeSpan.FromMinutes(10));
        // Seen by the look that follows LISTEN, or by a notification: from here on it listens, and looks again in ten minutes.
        await writer.FlagService.CreateAsync(Samples.Flag("first"), "pm", Cancellation);
        await Until(() => other.Snapshots.Current.Keys.Contains("first"));

        await writer.FlagService.CreateAsync(Samples.Flag("news"), "pm", Cancellation);

        writer.Flags.Evaluate("news", "unit").Variant.ShouldBe("standard");
        await Until(() => other.Snapshots.Current.Keys.Contains("news"));
    }

    [Fact]
    public async Task A_lost_notification_is_made_up_for_by_looking()
    {
        await using var node = await Node.StartAsync(pollInterval: TimeSpan.FromMilliseconds(50));
        await node.ExecuteAsync("""
            insert into experiments.flag (key, description, enabled, definition, version, updated_at) values ('quiet', 'q', true,
              '{"id":"quiet","enabled":true,"variants":[{"name":"a"}],"allocation":{"default_when_enabled":"a","default_when_disabled":"a"}}', 1, now());
            update experiments.state_version set version = version + 1
            """);

        await Until(() => node.Snapshots.Current.Keys.Contains("quiet"));
    }

    [Fact]
    public async Task A_node_whose_connection_is_cut_follows_again()
    {
        await using var database = await Databases.CreateAsync();
        await using var writer = await Node.StartAsync(database);
        await using var other = await Node.StartAsync(database, pollInterval: TimeSpan.FromMilliseconds(100));
        await writer.FlagService.CreateAsync(Samples.Flag("first"), "pm", Cancellation);
        await Until(() => other.Snapshots.Current.Keys.Contains("first"));
        await using var cut = writer.Application.CreateCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        await cut.ExecuteNonQueryAsync(Cancellation);
        await Until(async () => (await TryCreateAsync(writer)).Refusal is null);

        await Until(() => other.Snapshots.Current.Keys.Contains("news"));
    }

    [Fact]
    public async Task The_library_evaluates_the_same_definitions()
    {
        await using var node = await Node.StartSeededAsync();
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);
        var library = node.Services.GetRequiredService<IVariantFeatureManager>();

        foreach (var category in Categories.Keys)
        {
            var variant = await library.GetVariantAsync(Samples.RateCard, new UnitContext(category), Cancellation);
            variant.Name.ShouldBe(node.Flags.Evaluate(Samples.RateCard, category).Variant);
        }

        var names = new List<string>();
        await foreach (var name in library.GetFeatureNamesAsync(Cancellation))
            names.Add(name);
        names.ShouldBe([Samples.RateCard]);
    }

    private static async Task<Outcome<Flag>> TryCreateAsync(Node node)
    {
        try
        {
            return await node.FlagService.CreateAsync(Samples.Flag("news"), "pm", Cancellation);
        }
        catch (Exception cut) when (cut is Npgsql.NpgsqlException or InvalidOperationException)
        {
            return new NotFound("connection", "news");
        }
    }

    private static Task Until(Func<bool> condition) => Until(() => Task.FromResult(condition()));

    private static async Task Until(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(10, Cancellation);
        }
    }
}
