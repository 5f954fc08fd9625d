using System.Runtime.CompilerServices;
using Experiments.Flags;
using Experiments.Lifecycle;
using Marketplace.Database;
using Npgsql;

namespace Marketplace.Jobs;

/// <summary>Jobs that were posted or proposed to.</summary>
public sealed class RecentJobs(NpgsqlDataSource source) : IRecentUnits
{
    public ExperimentUnit Unit => ExperimentUnit.Job;

    public async IAsyncEnumerable<UnitContext> SinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select j.id from marketplace.job j
            where j.posted_at >= $1 or exists (select from marketplace.proposal p where p.job_id = j.id and p.submitted_at >= $1)
            """);
        command.Add(since);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return new UnitContext(JobUnit.Key(new JobId(reader.GetInt64(0))));
        }
    }
}

/// <summary>Categories in which a job was posted or proposed to.</summary>
public sealed class RecentCategories(NpgsqlDataSource source) : IRecentUnits
{
    public ExperimentUnit Unit => ExperimentUnit.JobCategory;

    public async IAsyncEnumerable<UnitContext> SinceAsync(DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select j.category from marketplace.job j where j.posted_at >= $1
            union
            select j.category from marketplace.proposal p join marketplace.job j on j.id = p.job_id where p.submitted_at >= $1
            """);
        command.Add(since);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return new UnitContext(reader.GetString(0));
        }
    }
}
