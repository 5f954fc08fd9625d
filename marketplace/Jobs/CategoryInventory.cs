using Experiments.Lifecycle;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Jobs;

/// <summary>The twelve job categories with the proposals of the last 28 days, for experiments that are drawn by category.</summary>
public sealed class CategoryInventory(NpgsqlDataSource source, PolicyBook policies, TimeProvider clock) : IUnitInventory
{
    public ExperimentUnit Unit => ExperimentUnit.JobCategory;

    public async Task<IReadOnlyList<UnitVolume>> ListAsync(CancellationToken cancellation)
    {
        var volumes = new Dictionary<string, decimal>(StringComparer.Ordinal);
        await using var command = source.CreateCommand(
            "select j.category, count(*) from marketplace.proposal p join marketplace.job j on j.id = p.job_id where p.submitted_at > $1 group by j.category");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow().AddDays(-28) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            volumes[reader.GetString(0)] = reader.GetInt64(1);
        }

        return [.. policies.Categories.Select(c => new UnitVolume(c.Key, volumes.GetValueOrDefault(c.Key)))];
    }
}
