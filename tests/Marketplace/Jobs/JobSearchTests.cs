using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Jobs;
using Testing;

namespace Marketplace.Tests.Jobs;

/// <summary>Every filter and every order, page by page in both directions, against the plain list of all jobs.</summary>
public sealed class JobSearchTests : IAsyncLifetime
{
    private static readonly JobFilter Everything = new(null, null, null, null, null, null, null);

    private TestMarketplace market = null!;
    private Client client = null!;
    private List<Job> jobs = null!;

    public async ValueTask InitializeAsync()
    {
        market = await TestMarketplace.StartAsync();
        client = await market.ClientAsync();
        var other = await market.ClientAsync();
        var posted = new List<Job>();
        for (var i = 0; i < 14; i++)
        {
            // Several of one instant and several of one value, one of them without any: the key's second part decides.
            if (i % 3 == 0)
                await market.AdvanceAsync(TimeSpan.FromDays(1));
            long? cents = i == 5 ? null : new[] { 400L, 40_000, 40_000, 200_000 }[i % 4];
            posted.Add(await PostAsync(i % 5 == 0 ? other : client, i % 2 == 0 ? "Translate a novel" : "Repair the tills", i % 3 == 0 ? "translation" : "legal", cents, featured: i == 4));
        }

        await market.CloseAsync(client, posted[3]);
        jobs = [.. (await market.With<JobReader, IReadOnlyDictionary<long, Job>>(r => r.ByIdsAsync(posted.Select(j => j.Id), CancellationToken.None))).Values];
    }

    public ValueTask DisposeAsync() => market.DisposeAsync();

    [Fact]
    public async Task Every_order_is_the_plain_lists_in_pages_forwards_and_backwards()
    {
        await HoldAsync(JobOrder.PostedAtDesc, jobs.OrderByDescending(j => j.PostedAt).ThenByDescending(j => j.Id));
        await HoldAsync(JobOrder.PostedAtAsc, jobs.OrderBy(j => j.PostedAt).ThenBy(j => j.Id));
        await HoldAsync(JobOrder.ProjectedValueDesc, jobs.OrderByDescending(j => j.ProjectedValueCents ?? 0).ThenByDescending(j => j.Id));
        await HoldAsync(JobOrder.ConnectsAsc, jobs.OrderBy(j => j.Connects).ThenBy(j => j.Id));
    }

    [Fact]
    public async Task Every_filter_finds_what_a_look_at_each_job_finds()
    {
        var day = jobs.Select(j => j.PostedAt).Order().ElementAt(6);
        foreach (var (filter, holds) in new (JobFilter, Func<Job, bool>)[]
        {
            (Everything with { Text = "translating novels" }, j => j.Title.StartsWith("Translate", StringComparison.Ordinal)),
            (Everything with { Text = "\"the tills\" -novel" }, j => j.Title.StartsWith("Repair", StringComparison.Ordinal)),
            (Everything with { Text = "submarine" }, _ => false),
            (Everything with { Category = "translation" }, j => j.Category == "translation"),
            (Everything with { Status = JobStatus.Open }, j => j.Status == JobStatus.Open),
            (Everything with { Featured = true }, j => j.Featured),
            (Everything with { MinimumValue = new Money(40_000) }, j => j.ProjectedValueCents >= 40_000),
            (Everything with { MaximumValue = new Money(39_999) }, j => j.ProjectedValueCents <= 39_999),
            (Everything with { MinimumValue = new Money(401), MaximumValue = new Money(40_000), Category = "legal" }, j => j.ProjectedValueCents is > 400 and <= 40_000 && j.Category == "legal"),
            (Everything with { PostedAfter = day }, j => j.PostedAt > day),
            (Everything with { Client = client.AccountId }, j => j.ClientId == client.Id),
        })
        {
            var expected = jobs.Where(holds).Select(j => j.Id).Order().ToList();
            (await market.With<JobReader, int>(r => r.CountAsync(filter, CancellationToken.None))).ShouldBe(expected.Count, filter.ToString());
            foreach (var order in Enum.GetValues<JobOrder>())
                (await PagesAsync(filter, order, backward: false)).Order().ToList().ShouldBe(expected, $"{filter} {order}");
        }
    }

    [Fact]
    public async Task A_cursor_that_nobody_was_given_is_refused() =>
        await Should.ThrowAsync<UnknownCursorException>(() => market.With<JobReader, Page<Job>>(r => r.SearchAsync(Everything, JobOrder.PostedAtDesc, new PageRequest(5, "999999", false), CancellationToken.None)));

    private async Task HoldAsync(JobOrder order, IEnumerable<Job> expected)
    {
        var ids = expected.Select(j => j.Id).ToList();
        (await PagesAsync(Everything, order, backward: false)).ShouldBe(ids, order.ToString());
        (await PagesAsync(Everything, order, backward: true)).ShouldBe(ids, order.ToString());
    }

    private async Task<List<long>> PagesAsync(JobFilter filter, JobOrder order, bool backward)
    {
        var found = new List<long>();
        string? cursor = null;
        while (true)
        {
            var page = await market.With<JobReader, Page<Job>>(r => r.SearchAsync(filter, order, new PageRequest(4, cursor, backward), CancellationToken.None));
            found.InsertRange(backward ? 0 : found.Count, page.Items.Select(j => j.Id));
            if (!(backward ? page.HasPrevious : page.HasNext))
                return found;
            cursor = (backward ? page.Items[0] : page.Items[^1]).Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private async Task<Job> PostAsync(Client by, string title, string category, long? cents, bool featured)
    {
        var budget = new FixedPrice(cents is { } amount ? new Money(amount) : null);
        return (await market.With<JobPosting, Outcome<Job>>(p => p.PostAsync(
            new NewJob(by.AccountId, title, "As described.", category, budget, featured, null, null, Guid.NewGuid().ToString()), TestMarketplace.CallerOf(by), CancellationToken.None))).Value!;
    }
}
