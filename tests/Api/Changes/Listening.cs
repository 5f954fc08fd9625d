using GraphQL;
using Marketplace.Changes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace Marketplace.Api.Tests.Changes;

/// <summary>The connection by which a node hears of changes, and what its hub brings.</summary>
internal static class Listening
{
    public static TopicHub Hub(this TestHost host) => host.Services.GetRequiredService<TopicHub>();

    /// <summary>
    /// Returns once the node hears notifications. When it begins to listen, it wakes everybody; so of two wakes that follow two notifications, one after
    /// the other, the second comes from a notification, and from here on nobody is woken without reason.
    /// </summary>
    public static async Task HearsAsync(this TestHost host, CancellationToken cancellation)
    {
        var feed = host.Services.GetRequiredService<ChangeFeed>();
        var nobody = new JobId(long.MaxValue);
        await using var subscription = await host.Hub().SubscribeAsync(ChangeTopics.Job(nobody), cancellation);
        await using var woken = subscription.GetAsyncEnumerator(cancellation);
        for (var wakes = 0; wakes < 2; wakes++)
        {
            feed.JobChanged(nobody);
            (await woken.MoveNextAsync()).ShouldBeTrue();
        }
    }

    /// <summary>Ends the connection that listens, or every connection to the database, as a restart of PostgreSQL would; how many there were.</summary>
    public static async Task<long> CutAsync(this TestHost host, bool everything = false)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.ConnectionString);
        await using var cut = source.CreateCommand("""
            select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and usename = current_user and ($1 or application_name = 'marketplace changes')
            """);
        cut.Parameters.AddWithValue(everything);
        return (long)(await cut.ExecuteScalarAsync())!;
    }
}
