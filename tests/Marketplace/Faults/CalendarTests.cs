using Marketplace.Accounts;
using Marketplace.Payments;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Marketplace.Tests.Books;
using Marketplace.Tests.Plans;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Tests.Faults;

/// <summary>Leap days, the days on which clocks are put forward, and a clock that jumps.</summary>
public sealed class CalendarTests
{
    // When New York puts its clocks forward and Lord Howe Island puts them back, by half an hour.
    private static readonly DateTimeOffset[] Changes = [new(2027, 3, 14, 7, 0, 0, TimeSpan.Zero), new(2027, 4, 3, 15, 0, 0, TimeSpan.Zero)];

    [Fact]
    public async Task EXP_02_what_is_issued_on_29_February_ends_on_28_February_at_the_same_time_of_day()
    {
        var clock = new StandingClock { Now = new DateTimeOffset(2028, 2, 29, 23, 59, 59, TimeSpan.Zero) };
        await using var market = await StartAsync(clock);
        var talent = await market.FreelancerAsync();
        await market.BuyAsync(talent, 10);
        await market.With<TalentProgress, Outcome<Account>>(p => p.ApproveProfileAsync(talent.AccountId, CancellationToken.None));
        (await market.LotsAsync(talent)).ShouldAllBe(l => l.ExpiresAt == new DateTimeOffset(2029, 2, 28, 23, 59, 59, TimeSpan.Zero));

        clock.Now = new DateTimeOffset(2029, 2, 28, 23, 59, 58, TimeSpan.Zero);
        await RunAsync(market, "expire-connects");
        (await market.WalletAsync(talent)).Balance.ShouldBe(50);
        clock.Now = clock.Now.AddSeconds(1);
        (await market.WalletAsync(talent)).Balance.ShouldBe(0);
        await RunAsync(market, "expire-connects");

        (await market.HealthAsync()).ConnectsExpired.ShouldBe(50);
    }

    [Fact]
    public async Task PLN_10_a_member_of_29_February_has_cycles_on_the_29th_and_in_a_common_year_on_28_February()
    {
        var clock = new StandingClock { Now = new DateTimeOffset(2028, 2, 29, 8, 0, 0, TimeSpan.Zero) };
        await using var market = await StartAsync(clock);
        var talent = await market.FreelancerAsync();

        clock.Now = new DateTimeOffset(2029, 3, 30, 0, 0, 0, TimeSpan.Zero);
        await RunAsync(market, "grant-monthly");

        var dates = (await market.HistoryAsync(talent)).Select(l => l.EffectiveAt.UtcDateTime).Order().ToList();
        dates.Select(d => d.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(["03-29", "04-29", "05-29", "06-29", "07-29", "08-29", "09-29", "10-29", "11-29", "12-29", "01-29", "02-28", "03-29"]);
    }

    [Fact]
    public async Task Daylight_saving_of_the_databases_own_time_zone_moves_nothing()
    {
        var utc = await LiveThroughMarchAsync("UTC");
        var newYork = await LiveThroughMarchAsync("America/New_York");
        var lordHowe = await LiveThroughMarchAsync("Australia/Lord_Howe");

        utc.Count.ShouldBeGreaterThan(100);
        newYork.ShouldBe(utc);
        lordHowe.ShouldBe(utc);
    }

    [Fact]
    public async Task A_clock_that_jumps_a_day_forward_has_each_job_do_its_work_once_and_a_second_run_nothing()
    {
        var clock = new StandingClock { Now = new DateTimeOffset(2027, 5, 5, 12, 0, 0, TimeSpan.Zero) };
        await using var market = await StartAsync(clock);
        var client = await market.ClientAsync();
        var talent = await market.FreelancerAsync();
        await market.BuyAsync(talent, 10);
        await market.JobAsync(client, 5000);
        // Everything is a day before it is due.
        clock.Now = new DateTimeOffset(2028, 5, 5, 12, 0, 0, TimeSpan.Zero).AddHours(-23);
        await RunAllAsync(market);

        clock.Now = clock.Now.AddDays(1);
        await RunAllAsync(market);
        var once = await DumpAsync(market);
        await RunAllAsync(market);

        (await DumpAsync(market)).ShouldBe(once);
        (await market.HistoryAsync(talent)).Count(l => l.Kind == TransactionKind.Expiry).ShouldBeGreaterThan(0);
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    private static Task<TestMarketplace> StartAsync(StandingClock clock) => TestMarketplace.StartAsync(instead: services => services.AddSingleton<TimeProvider>(clock));

    /// <summary>A member with a card that fails, a job that nobody wants, lots about to end: hour by hour over the Sundays of March and April on which clocks change.</summary>
    private static async Task<List<string>> LiveThroughMarchAsync(string timeZone)
    {
        var clock = new StandingClock { Now = new DateTimeOffset(2026, 3, 20, 6, 30, 0, TimeSpan.Zero) };
        await using var market = await StartAsync(clock);
        await market.Database.WithoutGuardsAsync($"alter database \"{market.Database.Name}\" set timezone = '{timeZone}'");
        market.Source.Clear();
        (await market.AsOwnerAsync<string>("select current_setting('timezone')")).ShouldBe(timeZone);
        var client = await market.ClientAsync();
        var talent = await market.FreelancerAsync();
        await market.BuyAsync(talent, 10);
        clock.Now = new DateTimeOffset(2027, 2, 20, 6, 30, 0, TimeSpan.Zero);
        await RunAllAsync(market);
        (await market.ChangePlanAsync(talent, PlanCode.FreelancerPlus, PaymentMethod.Card, "good")).Refusal.ShouldBeNull();
        await market.OwnerAsync($"update marketplace.membership set fee_token = 'declined-since' where account_id = {talent.Id}");
        await market.BuyAsync(talent, 20);

        var seen = new List<string>();
        clock.Now = new DateTimeOffset(2027, 3, 12, 6, 30, 0, TimeSpan.Zero);
        for (var hour = 0; hour < 24 * 28; hour += 2)
        {
            clock.Now = clock.Now.AddHours(2);
            // A job on each Saturday before clocks change.
            if (clock.Now is { DayOfWeek: DayOfWeek.Saturday, Hour: 8 })
                await market.JobAsync(client, 5000);
            if (hour % 12 == 0 || Changes.Any(c => (clock.Now - c).Duration() < TimeSpan.FromHours(12)))
            {
                await RunAllAsync(market);
                seen.AddRange(await DumpAsync(market));
            }
        }

        return seen;
    }

    private static async Task RunAllAsync(TestMarketplace market)
    {
        foreach (var job in new[] { "expire-connects", "grant-monthly", "notify-expiring", "review-demand", "remind-clients" })
            await RunAsync(market, job);
    }

    private static Task RunAsync(TestMarketplace market, string job) =>
        market.Services.GetServices<IScheduledWork>().Single(w => w.Name == job)
            .RunAsync(new RunProgress(market.Source, 0, market.Services.GetRequiredService<TimeProvider>().GetUtcNow()), CancellationToken.None);

    private static async Task<List<string>> DumpAsync(TestMarketplace market)
    {
        await using var command = market.Owner.CreateCommand("""
            select 'line ' || account_id || ' ' || kind || ' ' || connects || ' ' || extract(epoch from effective_at) from marketplace.ledger_transaction
            union all select 'member ' || account_id || ' ' || plan || ' ' || cycle || ' ' || fee_failures || ' ' || coalesce(extract(epoch from fee_next_attempt), 0) from marketplace.membership
            union all select 'job ' || id || ' ' || connects from marketplace.job
            union all select 'lot ' || number || ' ' || remaining || ' ' || extract(epoch from expires_at) from marketplace.lot
            union all select 'notice ' || account_id || ' ' || kind || ' ' || title || ' ' || extract(epoch from at) from marketplace.notification
            order by 1
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(reader.GetString(0));
        return rows;
    }
}
