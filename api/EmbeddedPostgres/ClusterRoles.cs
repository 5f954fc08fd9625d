using Npgsql;

namespace Marketplace.Api.EmbeddedPostgres;

/// <summary>Creates what a cluster must hold before the first migration: two roles, and a database the one owns and the other may enter.</summary>
internal static class ClusterRoles
{
    public static async Task EnsureAsync(NpgsqlConnection superuser, CancellationToken cancellation)
    {
        foreach (var role in new[] { PostgresRoles.Owner, PostgresRoles.Application })
            await CreateAsync(superuser, $"CREATE ROLE {Quote(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE", cancellation);
    }

    public static async Task EnsureDatabaseAsync(NpgsqlConnection superuser, string database, CancellationToken cancellation)
    {
        await using (var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", superuser) { Parameters = { new() { Value = database } } })
        {
            if (await exists.ExecuteScalarAsync(cancellation) is null)
                await CreateAsync(superuser, $"CREATE DATABASE {Quote(database)} OWNER {Quote(PostgresRoles.Owner)}", cancellation);
        }

        await using var grant = new NpgsqlCommand(Grants(database), superuser);
        await grant.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>What belongs to the database itself and is therefore not copied with a template.</summary>
    public static string Grants(string database) =>
        $"REVOKE ALL ON DATABASE {Quote(database)} FROM PUBLIC; GRANT CONNECT, TEMPORARY ON DATABASE {Quote(database)} TO {Quote(PostgresRoles.Application)}";

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static async Task CreateAsync(NpgsqlConnection superuser, string statement, CancellationToken cancellation)
    {
        try
        {
            await using var command = new NpgsqlCommand(statement, superuser);
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException there) when (there.SqlState
            is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Created by an earlier start, or by another host at this very moment.
        }
    }
}
