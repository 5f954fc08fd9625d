using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Tests.Jobs;

/// <summary>Lists of jobs: every filter in every order, page by page from both ends, against the same said in C#.</summary>
public sealed class JobListTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;
    private IReadOnlyList<Job> all = [];

    public async ValueTask InitializeAsync()
    {
        marketplace = await TestMarketplace.StartAsync();
        var client = (Client)await marketplace.RegisterAsync(AccountKind.Client);
        var other = (Client)await marketplace.RegisterAsync(AccountKind.Client);
        for (var made = 0; made < 5; made++)
        {
            await marketplace.JobAsync(client, 40 + (made % 3 * 400), made % 2 == 0 ? "legal" : "writing");
            await marketplace.JobAsync(other, 900, "legal");
        }

        // One that knows no value, two of one instant, one that is closed and featured.
        await marketplace.AsOwnerAsync<long>("""
            with valueless as (update marketplace.job set projected_value_cents = null where id = (select min(id) from marketplace.job) returning 1),
                 twins as (update marketplace.job set posted_at = (select max(posted_at) from marketplace.job) where id in (select id from marketplace.job order by id offset 2 limit 2) returning 1),
                 closed as (update marketplace.job set status = 'CLOSED', featured = true where id = (select max(id) from marketplace.job) returning 1)
            select (select count(*) from valueless) + (select count(*) from twins) + (select count(*) from closed)
            """);
        await using var scope = marketplace.Services.CreateAsyncScope();
        all = await scope.ServiceProvider.GetRequiredService<MarketplaceDbContext>().Jobs.ToListAsync();
    }

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task Every_filter_in_every_order_pages_from_both_ends_to_the_same_list()
    {
        var middle = all.OrderBy(j => j.PostedAt).ElementAt(4).PostedAt;
        (JobFilter? Filter, Func<Job, bool> Has)[] filters =
        [
            (null, _ => true),
            (Filter() with { Text = "shop open" }, _ => true),
            (Filter() with { Text = "harpsichord" }, _ => false),
            (Filter() with { Category = "legal" }, j => j.Category == "legal"),
            (Filter() with { Status = JobStatus.Closed }, j => j.Status == JobStatus.Closed),
            (Filter() with { Featured = true }, j => j.Featured),
            (Filter() with { MinimumValue = new Money(44_000) }, j => j.ProjectedValueCents >= 44_000),
            (Filter() with { MaximumValue = new Money(44_000), Category = "legal" }, j => j.ProjectedValueCents <= 44_000 && j.Category == "legal"),
            (Filter() with { PostedAfter = middle }, j => j.PostedAt > middle),
            (Filter() with { Client = new AccountId(all[0].ClientId), Status = JobStatus.Open }, j => j.ClientId == all[0].ClientId && j.Status == JobStatus.Open),
        ];
        foreach (var (filter, has) in filters)
        {
            (await marketplace.With<JobReader, int>(jobs => jobs.CountAsync(filter, CancellationToken.None))).ShouldBe(all.Count(has));
            foreach (var order in Enum.GetValues<JobOrder>())
            {
                var expected = Ordered(all.Where(has), order).Select(j => j.Id).ToList();

                // Often enough that the statements are kept prepared.
                for (var time = 0; time < 4; time++)
                    (await WalkAsync(filter, order, backward: false)).ShouldBe(expected);
                (await WalkAsync(filter, order, backward: true)).ShouldBe(expected);
            }
        }
    }

    [Fact]
    public async Task A_job_of_a_list_is_the_job_that_is_read_by_its_id()
    {
        var listed = await PageAsync(null, JobOrder.PostedAtDesc, new PageRequest(100, null, false));
        foreach (var job in listed.Items)
            job.ShouldBeEquivalentTo(all.Single(j => j.Id == job.Id));
    }

    [Fact]
    public async Task A_cursor_that_no_job_has_is_refused() =>
        await Should.ThrowAsync<UnknownCursorException>(() => PageAsync(null, JobOrder.PostedAtDesc, new PageRequest(2, "999999", false)));

    private static JobFilter Filter() => new(null, null, null, null, null, null, null);

    private static IOrderedEnumerable<Job> Ordered(IEnumerable<Job> jobs, JobOrder order) => order switch
    {
        JobOrder.PostedAtDesc => jobs.OrderByDescending(j => j.PostedAt).ThenByDescending(j => j.Id),
        JobOrder.PostedAtAsc => jobs.OrderBy(j => j.PostedAt).ThenBy(j => j.Id),
        JobOrder.ProjectedValueDesc => jobs.OrderByDescending(j => j.ProjectedValueCents ?? 0).ThenByDescending(j => j.Id),
        JobOrder.ConnectsAsc => jobs.OrderBy(j => j.Connects).ThenBy(j => j.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(order)),
    };

    private async Task<List<long>> WalkAsync(JobFilter? filter, JobOrder order, bool backward)
    {
        var seen = new List<long>();
        string? cursor = null;
        while (true)
        {
            var page = await PageAsync(filter, order, new PageRequest(4, cursor, backward));
            seen.InsertRange(backward ? 0 : seen.Count, page.Items.Select(j => j.Id));
            if (!(backward ? page.HasPrevious : page.HasNext))
                return seen;
            cursor = (backward ? page.Items[0] : page.Items[^1]).Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private Task<Page<Job>> PageAsync(JobFilter? filter, JobOrder order, PageRequest page) =>
        marketplace.With<JobReader, Page<Job>>(jobs => jobs.SearchAsync(filter, order, page, CancellationToken.None));
}
