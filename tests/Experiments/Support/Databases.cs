using System.Security.Cryptography;
using System.Text;
using Experiments.Database;
using Npgsql;
using Testing;

namespace Experiments.Tests.Support;

/// <summary>Databases with the schema of the engine, and a host's facts beside it.</summary>
public static class Databases
{
    public const string ApplicationRole = "marketplace_app";

    /// <summary>A fresh one, migrated.</summary>
    public static async Task<TestDatabase> CreateAsync()
    {
        var cluster = await PostgresCluster.SharedAsync();
        return await cluster.CreateDatabaseAsync(await cluster.GetTemplateAsync("experiments", Fingerprint(), async owner =>
        {
            await using var dataSource = NpgsqlDataSource.Create(owner);
            await ExperimentsDatabase.MigrateAsync(dataSource, ApplicationRole, CancellationToken.None);
            await using var facts = dataSource.CreateCommand(Happenings.Schema);
            await facts.ExecuteNonQueryAsync();
        }));
    }

    private static string Fingerprint()
    {
        var assembly = typeof(ExperimentsDatabase).Assembly;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            hash.AppendData(Encoding.UTF8.GetBytes(name + reader.ReadToEnd()));
        }

        hash.AppendData(Encoding.UTF8.GetBytes(Happenings.Schema));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
