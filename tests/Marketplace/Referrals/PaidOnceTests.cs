using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Policies;
using Marketplace.Referrals;
using Marketplace.ScheduledJobs;
using Marketplace.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Tests.Referrals;

/// <summary>Nothing is paid twice, however often a fact is told, whoever runs the jobs, and wherever a node dies.</summary>
public sealed class PaidOnceTests : ReferralTestBase
{
    protected override PolicyBook? Policies { get; } = ReferralPrograms.With("per-sign-up");

    [Fact]
    public async Task REF_05_ten_deliveries_of_each_fact_at_once_bring_ten_Connects_to_each_side()
    {
        var talent = (Talent)await Scene.SignUpAsync(AccountKind.Freelancer, await Scene.LinkAsync(Referrer, "talent-connects"), account => account with { Phone = NewPhone() });

        await Task.WhenAll(Enumerable.Range(0, 10).SelectMany(_ => new[]
        {
            Scene.PassTestAsync(talent), Scene.VerifyAsync(talent, ContactChannel.Email), Scene.VerifyAsync(talent, ContactChannel.Phone),
        }));

        (await Market.WalletAsync(Referrer)).Balance.ShouldBe(10);
        (await Market.AsOwnerAsync<long>("select count(*) from marketplace.referral_fact")).ShouldBe(3);
        (await Market.AsOwnerAsync<long>("select count(*) from marketplace.lot where origin = 'REFERRAL'")).ShouldBe(2);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_02_a_payment_that_is_sent_ten_times_at_once_promises_one_reward()
    {
        var client = await ReferredClientAsync();
        var contract = await Scene.HireAsync(client, Talent);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            try
            {
                await Scene.PayAsync(client, contract, 1000, key: "the-same");
            }
            catch (InvalidOperationException declined) when (declined.Message.Contains("declined", StringComparison.Ordinal))
            {
                // The gateway was busy with this very charge.
            }
        }));

        (await Scene.CashAsync(Referrer)).Pending.Cents.ShouldBe(1000);
        (await Market.AsOwnerAsync<long>("select count(*) from marketplace.referral_reward")).ShouldBe(1);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task A_fact_that_is_recorded_ten_times_at_once_counts_once()
    {
        var client = await ReferredClientAsync();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Market.AsOwnerAsync<object>(
            $"select marketplace.record_referral_fact({client.Id}, 'PAYMENT', 'payment:1', 1000, null, now())")));
        (await Scene.CashAsync(Referrer)).Pending.Cents.ShouldBe(1000);

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Market.AsOwnerAsync<object>(
            $"select marketplace.reverse_referral_fact({client.Id}, 'PAYMENT', 'payment:1', 1000, 'It went back.', now())")));
        (await Scene.CashAsync(Referrer)).Pending.Cents.ShouldBe(0);
        (await Market.AsOwnerAsync<int>("select attempt from marketplace.referral_milestone")).ShouldBe(2);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_03_two_nodes_that_release_at_once_pay_each_reward_once()
    {
        var referrers = new[] { Referrer, await Market.FreelancerAsync(), await Market.FreelancerAsync() };
        foreach (var referrer in referrers)
        {
            var link = await Scene.LinkAsync(referrer, "client-cash");
            for (var i = 0; i < 5; i++)
                await Scene.PayAsync(await Scene.SignUpAsync(AccountKind.Client, link), Talent, 1000);
        }

        await Market.AdvanceAsync(TimeSpan.FromDays(14));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => WorkAsync("release-referral-holds", Market.Clock.GetUtcNow()))));

        foreach (var referrer in referrers)
            (await Scene.CashAsync(referrer)).ShouldSatisfyAllConditions(c => c.Balance.Cents.ShouldBe(5000), c => c.Pending.Cents.ShouldBe(0));
        (await Market.AsOwnerAsync<long>("select count(*) from marketplace.ledger_transaction where kind = 'REFERRAL_REWARD' and cash_after is not null")).ShouldBe(15);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_03_a_connection_that_is_ended_before_its_commit_has_paid_nothing_and_the_next_run_pays()
    {
        var client = await ReferredClientAsync();
        await Scene.PayAsync(client, Talent, 1000);
        await Market.AdvanceAsync(TimeSpan.FromDays(14));
        await using (var connection = await Market.Source.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var release = new NpgsqlCommand("select milestones from marketplace.release_referral_holds($1, 10)", connection) { Parameters = { new() { Value = Market.Clock.GetUtcNow().ToUniversalTime() } } };
            (await release.ExecuteScalarAsync()).ShouldBe(1);
            await Market.Database.WithoutGuardsAsync($"select pg_terminate_backend({connection.ProcessID})");
            await Should.ThrowAsync<NpgsqlException>(() => transaction.CommitAsync());
        }

        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(0);
        await Scene.ReleaseAsync();
        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(1000);
        await Scene.BooksAreRightAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task REF_03_a_node_that_is_cut_off_around_its_commit_pays_once_in_all(bool committed)
    {
        var client = await ReferredClientAsync();
        await Scene.PayAsync(client, Talent, 1000);
        await Market.AdvanceAsync(TimeSpan.FromDays(14));
        await using var wire = new BreakingWire(Market.ConnectionString);
        var node = new ReferralHoldRelease(wire.Source, Market.Services.GetRequiredService<ChangeFeed>());
        wire.CutAt("release_referral_holds", committed);
        var now = Market.Clock.GetUtcNow();

        await Should.ThrowAsync<NpgsqlException>(() => node.RunAsync(new RunProgress(Market.Source, 0, now), CancellationToken.None));
        await node.RunAsync(new RunProgress(Market.Source, 0, now), CancellationToken.None);
        await Scene.ReleaseAsync();

        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(1000);
        (await Market.AsOwnerAsync<long>("select count(*) from marketplace.notification where kind = 'REFERRAL_REWARDED'")).ShouldBe(1);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_03_a_refund_against_the_release_leaves_either_no_reward_or_a_reversed_one()
    {
        var payments = new List<Marketplace.Contracts.Payment>();
        for (var i = 0; i < 8; i++)
            payments.Add(await Scene.PayAsync(await ReferredClientAsync(), await Market.FreelancerAsync(), 1000));
        await Market.AdvanceAsync(TimeSpan.FromDays(14));

        await Task.WhenAll([.. payments.Select(p => Task.Run(async () => (await Scene.RefundAsync(p)).Refusal.ShouldBeNull())), Task.Run(() => WorkAsync("release-referral-holds", Market.Clock.GetUtcNow()))]);

        (await Scene.CashAsync(Referrer)).ShouldSatisfyAllConditions(c => c.Balance.Cents.ShouldBe(0), c => c.Pending.Cents.ShouldBe(0));
        (await Market.AsOwnerAsync<long>("select count(*) from marketplace.referral_milestone where state not in ('OPEN', 'REVERSED')")).ShouldBe(0);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task A_lapse_against_a_fact_ends_each_referral_in_one_of_two_ways()
    {
        var affiliate = await Scene.AffiliateAsync("per-sign-up");
        var link = await Scene.LinkAsync(affiliate, "per-sign-up");
        var clients = new List<Account>();
        for (var i = 0; i < 12; i++)
            clients.Add(await Scene.SignUpAsync(AccountKind.Client, link));
        var after = Market.Clock.GetUtcNow().AddDays(31);

        // The job of a node whose clock is ahead.
        await Task.WhenAll([.. clients.Select(c => Task.Run(() => Scene.VerifyAsync(c, ContactChannel.Email))), Task.Run(() => WorkAsync("lapse-referrals", after))]);

        var lapsed = await Market.AsOwnerAsync<long>("select count(*) from marketplace.referral where state = 'LAPSED'");
        var held = await Market.AsOwnerAsync<long>("select count(*) from marketplace.referral_milestone where state = 'HELD'");
        (lapsed + held).ShouldBe(12);
        (await Market.AsOwnerAsync<long>("select count(*) from marketplace.referral r join marketplace.referral_milestone m on m.account_id = r.account_id and m.referral_number = r.number where r.state = 'LAPSED'")).ShouldBe(0);
        (await Scene.CashAsync(affiliate)).Pending.Cents.ShouldBe(200 * held);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task Two_sign_ups_of_one_new_person_at_once_bring_one_reward()
    {
        var other = await Market.FreelancerAsync();
        var (mine, theirs, phone) = (await Scene.LinkAsync(Referrer, "client-cash"), await Scene.LinkAsync(other, "client-cash"), NewPhone());
        var clients = await Task.WhenAll(new[] { mine, theirs }.Select(link => Task.Run(() => Scene.SignUpAsync(AccountKind.Client, link, account => account with { Phone = phone }))));
        foreach (var client in clients)
            await Scene.PayAsync(client, Talent, 1000);
        await Scene.AfterAsync(14);

        ((await Scene.CashAsync(Referrer)).Balance.Cents + (await Scene.CashAsync(other)).Balance.Cents).ShouldBe(1000);
        await Scene.BooksAreRightAsync();
    }

    private Task WorkAsync(string name, DateTimeOffset asOf) =>
        Market.Services.GetServices<IScheduledWork>().Single(w => w.Name == name).RunAsync(new RunProgress(Market.Source, 0, asOf), CancellationToken.None);
}
