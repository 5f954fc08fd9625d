using Marketplace.Database;
using Marketplace.Policies;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Jobs;

public enum JobOrder { PostedAtDesc, PostedAtAsc, ProjectedValueDesc, ConnectsAsc }

public sealed record JobFilter(string? Text, string? Category, JobStatus? Status, bool? Featured, Money? MinimumValue, Money? MaximumValue, DateTimeOffset? PostedAfter, AccountId? Client = null);

/// <summary>Reads jobs: by id, and by filter in pages that start after a key, however many jobs there are.</summary>
public sealed class JobReader(MarketplaceDbContext database, PolicyBook policies)
{
    // As the index has it.
    private const string Value = "coalesce(projected_value_cents, 0)";

    public Task<Job?> ByIdAsync(JobId id, CancellationToken cancellation) => database.Jobs.FirstOrDefaultAsync(j => j.Id == id.Value, cancellation);

    public async Task<IReadOnlyDictionary<long, Job>> ByIdsAsync(IEnumerable<long> ids, CancellationToken cancellation)
    {
        var wanted = ids.Distinct().ToArray();
        return await database.Jobs.Where(j => wanted.Contains(j.Id)).ToDictionaryAsync(j => j.Id, cancellation);
    }

    public async Task<Page<Job>> SearchAsync(JobFilter? filter, JobOrder order, PageRequest page, CancellationToken cancellation)
    {
        // The cursor is a job's id: the key it stands for is looked up, so that nobody can make one up.
        var from = page.Cursor is null ? null : await ByIdAsync(new JobId(long.Parse(page.Cursor, CultureInfo.InvariantCulture)), cancellation);
        if (page.Cursor is not null && from is null)
        {
            throw new UnknownCursorException();
        }

        var list = Filtered(filter);
        return order switch
        {
            JobOrder.PostedAtDesc => await list.ReadAsync(database, ("posted_at", "id"), descending: true, Past(from, j => j.PostedAt), page, cancellation),
            JobOrder.PostedAtAsc => await list.ReadAsync(database, ("posted_at", "id"), descending: false, Past(from, j => j.PostedAt), page, cancellation),
            JobOrder.ProjectedValueDesc => await list.ReadAsync(database, (Value, "id"), descending: true, Past(from, j => j.ProjectedValueCents ?? 0), page, cancellation),
            JobOrder.ConnectsAsc => await list.ReadAsync(database, ("connects", "id"), descending: false, Past(from, j => j.Connects), page, cancellation),
            _ => throw new ArgumentOutOfRangeException(nameof(order)),
        };
    }

    public Task<int> CountAsync(JobFilter? filter, CancellationToken cancellation) => Filtered(filter).CountAsync(database, cancellation);

    public async Task<IReadOnlyDictionary<long, int>> ProposalCountsAsync(IEnumerable<long> ids, CancellationToken cancellation)
    {
        var wanted = ids.Distinct().ToArray();
        return await database.Proposals.Where(p => wanted.Contains(p.JobId)).GroupBy(p => p.JobId)
            .Select(g => new { Job = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Job, g => g.Count, cancellation);
    }

    public async Task<IReadOnlyDictionary<long, int>> InvitationCountsAsync(IEnumerable<long> ids, CancellationToken cancellation)
    {
        var wanted = ids.Distinct().ToArray();
        return await database.Invitations.Where(i => wanted.Contains(i.JobId)).GroupBy(i => i.JobId)
            .Select(g => new { Job = g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Job, g => g.Count, cancellation);
    }

    private static (TKey Key, long Number)? Past<TKey>(Job? from, Func<Job, TKey> key) => from is null ? null : (key(from), from.Id);

    private ListStatement<Job> Filtered(JobFilter? filter)
    {
        var jobs = new ListStatement<Job>();
        if (filter is null) return jobs;
        if (!string.IsNullOrWhiteSpace(filter.Text)) jobs.WhereSelective("search @@ websearch_to_tsquery('english', ?)", filter.Text);
        // What is not one of ours never stands in the text of a statement.
        if (policies.Category(filter.Category ?? "") is { } known) jobs.Where($"category = '{known.Key.Replace("'", "''", StringComparison.Ordinal)}'");
        else if (filter.Category is { } category) jobs.WhereSelective("category = ?", category);
        if (filter.Status is { } status) jobs.Where($"status = '{status.ToText()}'");
        if (filter.Featured is { } featured) jobs.Where(featured ? "featured" : "not featured");
        // Said twice: jobs without a value stay out, and the index, which orders those as zero, is entered where the range begins.
        if (filter.MinimumValue is { } minimum) jobs.WhereSelective($"projected_value_cents >= ? and {Value} >= ?", minimum.Cents);
        if (filter.MaximumValue is { } maximum) jobs.WhereSelective($"projected_value_cents <= ? and {Value} <= ?", maximum.Cents);
        if (filter.PostedAfter is { } after) jobs.WhereSelective("posted_at > ?", after.ToUniversalTime());
        if (filter.Client is { } client) jobs.WhereSelective("client_id = ?", client.Value);
        return jobs;
    }
}
