using Marketplace.Database;
using Microsoft.EntityFrameworkCore;
using NpgsqlTypes;

namespace Marketplace.Jobs;

public enum JobOrder { PostedAtDesc, PostedAtAsc, ProjectedValueDesc, ConnectsAsc }

public sealed record JobFilter(string? Text, string? Category, JobStatus? Status, bool? Featured, Money? MinimumValue, Money? MaximumValue, DateTimeOffset? PostedAfter, AccountId? Client = null);

/// <summary>Reads jobs: by id, and by filter in pages that start after a key, however many jobs there are.</summary>
public sealed class JobReader(MarketplaceDbContext database)
{
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

        var query = Filtered(filter);
        var ordered = order switch
        {
            JobOrder.PostedAtDesc => ByPosted(query, from, descending: !page.Backward),
            JobOrder.PostedAtAsc => ByPosted(query, from, descending: page.Backward),
            JobOrder.ProjectedValueDesc => ByValue(query, from, descending: !page.Backward),
            JobOrder.ConnectsAsc => ByConnects(query, from, descending: page.Backward),
            _ => throw new ArgumentOutOfRangeException(nameof(order)),
        };
        return await ordered.ReadAsync(page, cancellation);
    }

    public Task<int> CountAsync(JobFilter? filter, CancellationToken cancellation) => Filtered(filter).CountAsync(cancellation);

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

    private IQueryable<Job> Filtered(JobFilter? filter)
    {
        IQueryable<Job> jobs = database.Jobs;
        if (filter is null) return jobs;
        if (!string.IsNullOrWhiteSpace(filter.Text)) jobs = jobs.Where(j => EF.Property<NpgsqlTsVector>(j, "Search").Matches(EF.Functions.WebSearchToTsQuery("english", filter.Text)));
        if (filter.Category is { } category) jobs = jobs.Where(j => j.Category == category);
        if (filter.Status is { } status) jobs = jobs.Where(j => j.Status == status);
        if (filter.Featured is { } featured) jobs = jobs.Where(j => j.Featured == featured);
        // Said twice: jobs without a value stay out, and the index, which orders those as zero, is entered where the range begins.
        if (filter.MinimumValue is { } minimum) jobs = jobs.Where(j => j.ProjectedValueCents >= minimum.Cents && (j.ProjectedValueCents ?? 0) >= minimum.Cents);
        if (filter.MaximumValue is { } maximum) jobs = jobs.Where(j => j.ProjectedValueCents <= maximum.Cents && (j.ProjectedValueCents ?? 0) <= maximum.Cents);
        if (filter.PostedAfter is { } after) jobs = jobs.Where(j => j.PostedAt > after);
        if (filter.Client is { } client) jobs = jobs.Where(j => j.ClientId == client.Value);
        return jobs;
    }

    private static IQueryable<Job> ByPosted(IQueryable<Job> jobs, Job? from, bool descending)
    {
        if (from is not null)
        {
            jobs = descending
                ? jobs.Where(j => EF.Functions.LessThan(ValueTuple.Create(j.PostedAt, j.Id), ValueTuple.Create(from.PostedAt, from.Id)))
                : jobs.Where(j => EF.Functions.GreaterThan(ValueTuple.Create(j.PostedAt, j.Id), ValueTuple.Create(from.PostedAt, from.Id)));
        }

        return descending ? jobs.OrderByDescending(j => j.PostedAt).ThenByDescending(j => j.Id) : jobs.OrderBy(j => j.PostedAt).ThenBy(j => j.Id);
    }

    private static IQueryable<Job> ByValue(IQueryable<Job> jobs, Job? from, bool descending)
    {
        if (from is not null)
        {
            var value = from.ProjectedValueCents ?? 0;
            jobs = descending
                ? jobs.Where(j => EF.Functions.LessThan(ValueTuple.Create(j.ProjectedValueCents ?? 0, j.Id), ValueTuple.Create(value, from.Id)))
                : jobs.Where(j => EF.Functions.GreaterThan(ValueTuple.Create(j.ProjectedValueCents ?? 0, j.Id), ValueTuple.Create(value, from.Id)));
        }

        return descending
            ? jobs.OrderByDescending(j => j.ProjectedValueCents ?? 0).ThenByDescending(j => j.Id)
            : jobs.OrderBy(j => j.ProjectedValueCents ?? 0).ThenBy(j => j.Id);
    }

    private static IQueryable<Job> ByConnects(IQueryable<Job> jobs, Job? from, bool descending)
    {
        if (from is not null)
        {
            jobs = descending
                ? jobs.Where(j => EF.Functions.LessThan(ValueTuple.Create(j.Connects, j.Id), ValueTuple.Create(from.Connects, from.Id)))
                : jobs.Where(j => EF.Functions.GreaterThan(ValueTuple.Create(j.Connects, j.Id), ValueTuple.Create(from.Connects, from.Id)));
        }

        return descending ? jobs.OrderByDescending(j => j.Connects).ThenByDescending(j => j.Id) : jobs.OrderBy(j => j.Connects).ThenBy(j => j.Id);
    }
}
