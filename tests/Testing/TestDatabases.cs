using System.Globalization;
using Marketplace.Api.EmbeddedPostgres;
using Npgsql;

namespace Testing;

/// <summary>Names test databases after the process that uses them, and drops those whose process is gone.</summary>
internal static class TestDatabases
{
    public const string Prefix = "test_";

    // The first key of the advisory locks that stand for living test processes.
    private const int LockSpace = 7461;

    public static async Task ClaimAsync(NpgsqlConnection connection, string token) => await AskAsync(connection, "SELECT pg_advisory_lock($1, $2) IS NOT NULL", token);

    public static async Task DropAbandonedAsync(NpgsqlConnection connection)
    {
        foreach (var group in (await NamesAsync(connection)).GroupBy(TokenOf, StringComparer.Ordinal))
        {
            if (!await AskAsync(connection, "SELECT pg_try_advisory_lock($1, $2)", group.Key))
                continue;
            foreach (var name in group)
                await DropAsync(connection, name);
            await AskAsync(connection, "SELECT pg_advisory_unlock($1, $2)", group.Key);
        }
    }

    public static async Task CloneAsync(NpgsqlConnection connection, string template, string name)
    {
        await using var command = new NpgsqlCommand(
            $"CREATE DATABASE {ClusterRoles.Quote(name)} TEMPLATE {ClusterRoles.Quote(template)} OWNER {ClusterRoles.Quote(PostgresRoles.Owner)}", connection);
        await command.ExecuteNonQueryAsync();
    }

    public static async Task DropAsync(NpgsqlConnection connection, string name)
    {
        await using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS {ClusterRoles.Quote(name)} WITH (FORCE)", connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT datname FROM pg_database WHERE datname ~ '^test_[0-9a-f]{8}_[0-9]+$'", connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> names = [];
        while (await reader.ReadAsync())
            names.Add(reader.GetString(0));
        return names;
    }

    private static string TokenOf(string name) => name.Substring(Prefix.Length, 8);

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string question, string token)
    {
        await using var command = new NpgsqlCommand(question, connection)
        {
            Parameters = { new() { Value = LockSpace }, new() { Value = int.Parse(token, NumberStyles.HexNumber, CultureInfo.InvariantCulture) } },
        };
        return (bool)(await command.ExecuteScalarAsync())!;
    }
}
