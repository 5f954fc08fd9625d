using System.Security.Cryptography;
using System.Text;
using Marketplace.Api.EmbeddedPostgres;
using Npgsql;

namespace Testing;

/// <summary>Databases that tests copy instead of migrating anew.</summary>
internal static class DatabaseTemplates
{
    private const string Lock = "SELECT pg_advisory_lock(hashtextextended($1, 0))";

    public static async Task<string> GetAsync(EmbeddedCluster server, string name, string fingerprint, Func<string, Task> build)
    {
        var family = $"template_{name}_";
        var template = family + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fingerprint)))[..16];
        await using var superuser = await server.OpenSuperuserAsync(CancellationToken.None);

        // One process builds, the others wait for it; the lock ends with the connection.
        await using var hold = new NpgsqlCommand(Lock, superuser) { CommandTimeout = 600, Parameters = { new() { Value = family } } };
        await hold.ExecuteNonQueryAsync();

        var siblings = await FamilyAsync(superuser, family);
        if (siblings.Contains(template, StringComparer.Ordinal))
            return template;
        foreach (var outdated in siblings)
            await ForgetAsync(superuser, outdated);

        var unfinished = $"building_{name}";
        await TestDatabases.DropAsync(superuser, unfinished);
        await ClusterRoles.EnsureDatabaseAsync(superuser, unfinished, CancellationToken.None);
        var owner = server.ConnectionString(unfinished, PostgresRoles.Owner);
        // A build that failed may have left connections to the database that was dropped.
        await ClearPoolAsync(owner);
        await build(owner);
        await ClearPoolAsync(owner);
        await FinishAsync(superuser, unfinished, template);
        return template;
    }

    /// <summary>The name says that the template is whole, so it is given last; nobody may connect, since a database in use cannot be copied.</summary>
    private static async Task FinishAsync(NpgsqlConnection superuser, string unfinished, string template)
    {
        await ExecuteAsync(superuser, $"ALTER DATABASE {ClusterRoles.Quote(unfinished)} WITH ALLOW_CONNECTIONS false");
        await using (var others = new NpgsqlCommand("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1", superuser) { Parameters = { new() { Value = unfinished } } })
            await others.ExecuteNonQueryAsync();
        await ExecuteAsync(superuser, $"ALTER DATABASE {ClusterRoles.Quote(unfinished)} RENAME TO {ClusterRoles.Quote(template)}");
    }

    private static async Task ClearPoolAsync(string connectionString)
    {
        await using var pooled = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(pooled);
    }

    private static async Task<IReadOnlyList<string>> FamilyAsync(NpgsqlConnection superuser, string family)
    {
        await using var command = new NpgsqlCommand("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", superuser) { Parameters = { new() { Value = family } } };
        await using var reader = await command.ExecuteReaderAsync();
        List<string> names = [];
        while (await reader.ReadAsync())
            names.Add(reader.GetString(0));
        return names;
    }

    private static async Task ForgetAsync(NpgsqlConnection superuser, string outdated)
    {
        try
        {
            await TestDatabases.DropAsync(superuser, outdated);
        }
        catch (PostgresException copying) when (copying.SqlState == PostgresErrorCodes.ObjectInUse)
        {
            // A process of an older build is copying it; the next change of the fingerprint drops it.
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
