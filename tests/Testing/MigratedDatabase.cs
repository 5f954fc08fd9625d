using System.Security.Cryptography;
using System.Text;
using Experiments.Database;
using Marketplace.Api.Hosting;
using Marketplace.Database;
using Npgsql;

namespace Testing;

/// <summary>A database of its own with every migration in it, copied from a template that is built once.</summary>
public static class MigratedDatabase
{
    private static volatile Task<string>? template;

    public static async Task<TestDatabase> CreateAsync()
    {
        var cluster = await PostgresCluster.SharedAsync();
        try
        {
            return await cluster.CreateDatabaseAsync(await (template ??= TemplateAsync(cluster)));
        }
        catch (PostgresException gone) when (gone.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            // A test process with other migrations replaced it meanwhile.
            return await cluster.CreateDatabaseAsync(await (template = TemplateAsync(cluster)));
        }
    }

    private static Task<string> TemplateAsync(PostgresCluster cluster) =>
        cluster.GetTemplateAsync("migrated", Fingerprint(), owner => HostDatabases.MigrateAsync(owner, CancellationToken.None));

    private static string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var assembly in new[] { typeof(MarketplaceDatabase).Assembly, typeof(ExperimentsDatabase).Assembly, typeof(Quartz.IScheduler).Assembly })
        {
            foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                using var reader = new StreamReader(stream);
                hash.AppendData(Encoding.UTF8.GetBytes(name + reader.ReadToEnd()));
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
