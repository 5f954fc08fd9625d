using Marketplace.Changes;
using Npgsql;

namespace Marketplace.Tests.Changes;

/// <summary>Another connection that listens, as every node does.</summary>
internal sealed class Notifications : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;

    private Notifications(NpgsqlConnection connection)
    {
        this.connection = connection;
        connection.Notification += (_, notification) => Payloads.Add(notification.Payload);
    }

    public List<string> Payloads { get; } = [];

    public IEnumerable<string> Topics => Payloads.SelectMany(ChangePayload.Read);

    public static async Task<Notifications> StartAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var listen = new NpgsqlCommand($"listen {ChangeFeed.Channel}", connection);
        await listen.ExecuteNonQueryAsync();
        return new Notifications(connection);
    }

    /// <summary>Waits until each of these topics was told.</summary>
    public async Task UntilAsync(params string[] topics)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (topics.Except(Topics).Any())
            await connection.WaitAsync(limit.Token);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
