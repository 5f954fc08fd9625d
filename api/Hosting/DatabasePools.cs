using Npgsql;

namespace Marketplace.Api.Hosting;

/// <summary>Where queries read: nothing can be written here, and every transaction is read only from its first statement without being told so.</summary>
public sealed class ReadingSource(NpgsqlDataSource source) : IAsyncDisposable
{
    public NpgsqlDataSource Value => source;

    public ValueTask DisposeAsync() => source.DisposeAsync();
}

/// <summary>Ends the pool beside the requests' with the container.</summary>
internal sealed class BesideSource(NpgsqlDataSource source) : IAsyncDisposable
{
    public NpgsqlDataSource Value => source;

    public ValueTask DisposeAsync() => source.DisposeAsync();
}

/// <summary>
/// The host's connections. Between two uses Npgsql resets a connection, which costs as much as a small query and, where nothing is prepared on it, throws every plan
/// away, those inside the database's functions too. Nothing that requests do leaves anything on a session, so their connections are not reset (a transaction that
/// was left open is rolled back all the same); what holds a session's lock or listens has its connection beside, where they are.
/// </summary>
internal static class DatabasePools
{
    public static NpgsqlDataSource Requests(string application) =>
        new NpgsqlDataSourceBuilder(application) { ConnectionStringBuilder = { ApplicationName = "marketplace", MaxPoolSize = 64, NoResetOnClose = true } }.Build();

    public static NpgsqlDataSource Reading(string application)
    {
        var builder = new NpgsqlDataSourceBuilder(application) { ConnectionStringBuilder = { ApplicationName = "marketplace reading", MaxPoolSize = 48, NoResetOnClose = true } };
        builder.ConnectionStringBuilder.Options = $"{builder.ConnectionStringBuilder.Options} -c default_transaction_read_only=on".TrimStart();
        return builder.Build();
    }

    public static NpgsqlDataSource Beside(string application)
    {
        var builder = new NpgsqlDataSourceBuilder(application) { ConnectionStringBuilder = { ApplicationName = "marketplace beside", MaxPoolSize = 32 } };
        // With one statement prepared the reset keeps the plans.
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = new NpgsqlCommand("select 1", connection);
                command.Prepare();
            },
            async connection =>
            {
                await using var command = new NpgsqlCommand("select 1", connection);
                await command.PrepareAsync();
            });
        return builder.Build();
    }
}
