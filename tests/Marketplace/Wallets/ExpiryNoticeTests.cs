using Marketplace.Accounts;
using Marketplace.ScheduledJobs;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Tests.Wallets;

public sealed class ExpiryNoticeTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task EXP_05_NTF_03_a_lots_owner_is_told_once_thirty_days_before_it_ends_by_bell_and_email()
    {
        var talent = await marketplace.FreelancerAsync();
        var lot = (await marketplace.BuyAsync(talent, 20)).Lot!;
        await marketplace.SubmitAsync(talent, await marketplace.JobAsync(await marketplace.ClientAsync()));
        await marketplace.AdvanceAsync(lot.ExpiresAt.AddDays(-30).AddMinutes(-10) - marketplace.Clock.GetUtcNow());

        (await marketplace.RunAsync("notify-expiring")).Processed.ShouldBe(0);
        await marketplace.AdvanceAsync(TimeSpan.FromMinutes(11));
        (await marketplace.RunAsync("notify-expiring")).Processed.ShouldBe(1);
        await marketplace.AdvanceAsync(TimeSpan.FromDays(15));
        (await marketplace.RunAsync("notify-expiring")).Processed.ShouldBe(0);

        (await marketplace.AsOwnerAsync<string>("select string_agg(kind || ': ' || title, ';') from marketplace.notification"))
            .ShouldBe($"CONNECTS_EXPIRING: 18 Connects expire on {lot.ExpiresAt.UtcDateTime.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture)}");
        (await marketplace.AsOwnerAsync<string>("select template || ' ' || (data->>'connects') from marketplace.outbox where template <> 'verify-email'")).ShouldBe("connects-expiring 18");
    }

    [Fact]
    public async Task EXP_05_lots_of_many_wallets_are_told_each_once_though_four_nodes_run_at_once()
    {
        var talents = new List<Freelancer>();
        for (var i = 0; i < 12; i++)
        {
            talents.Add(await marketplace.FreelancerAsync());
            await marketplace.BuyAsync(talents[i], 10);
            await marketplace.BuyAsync(talents[i], 20);
        }

        await marketplace.AdvanceAsync(TimeSpan.FromDays(350));
        var work = marketplace.Services.GetServices<IScheduledWork>().Single(w => w.Name == "notify-expiring");
        var now = marketplace.Clock.GetUtcNow();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => work.RunAsync(new RunProgress(marketplace.Source, 0, now), CancellationToken.None)));

        (await marketplace.AsOwnerAsync<long>("select count(*) from marketplace.notification where kind = 'CONNECTS_EXPIRING'")).ShouldBe(24);
        (await marketplace.AsOwnerAsync<long>("select count(*) from marketplace.outbox where template = 'connects-expiring'")).ShouldBe(24);
    }

    [Fact]
    public async Task The_number_of_days_is_policy()
    {
        await using var early = await TestMarketplace.StartAsync(TestPolicies.With("""{ "wallets": { "expiryNoticeDays": 60 } }"""));
        await early.BuyAsync(await early.FreelancerAsync(), 10);
        await early.AdvanceAsync(TimeSpan.FromDays(310));

        (await early.RunAsync("notify-expiring")).Processed.ShouldBe(1);
    }

    [Fact]
    public async Task What_expired_is_one_line_on_the_bell_however_many_lots_ended_and_no_email()
    {
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 10);
        await marketplace.BuyAsync(talent, 20);
        await marketplace.AdvanceAsync(TimeSpan.FromDays(367));

        await marketplace.RunAsync("expire-connects");
        await marketplace.RunAsync("expire-connects");

        (await marketplace.AsOwnerAsync<string>("select string_agg(kind || ': ' || title, ';') from marketplace.notification")).ShouldBe("CONNECTS_EXPIRED: 30 Connects expired");
        (await marketplace.AsOwnerAsync<long>("select count(*) from marketplace.outbox where template <> 'verify-email'")).ShouldBe(0);
    }
}
