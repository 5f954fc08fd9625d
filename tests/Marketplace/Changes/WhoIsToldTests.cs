using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.Tests.Interviews;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Changes;

/// <summary>Whatever changes a wallet or a job tells so, once it is committed.</summary>
public sealed class WhoIsToldTests(WhoIsToldTests.Market shared) : IClassFixture<WhoIsToldTests.Market>
{
    private readonly TestMarketplace market = shared.Value;

    [Fact]
    public async Task A_registration_and_a_purchase_tell_of_the_wallet()
    {
        await using var heard = await ListenAsync();
        var talent = await market.FreelancerAsync();
        await heard.UntilAsync(Wallet(talent));

        await using var later = await ListenAsync();
        await market.BuyAsync(talent, 20);
        await later.UntilAsync(Wallet(talent));
    }

    [Fact]
    public async Task A_payment_that_settles_late_tells_of_the_wallet()
    {
        var talent = await market.FreelancerAsync();
        var bought = (await market.TryBuyAsync(talent, 20, "late", token: "late")).Value!;
        await using var heard = await ListenAsync();

        var settled = await market.With<PurchaseSettlement, Settlement>(s => s.SettleAsync(bought.Purchase.ChargeReference, settled: true, CancellationToken.None));

        settled.ShouldBe(Settlement.Settled);
        await heard.UntilAsync(Wallet(talent));
    }

    [Fact]
    public async Task Connects_bought_from_earnings_tell_of_the_wallet()
    {
        var talent = await market.FreelancerAsync();
        await EarnAsync(talent, 100_00);
        await using var heard = await ListenAsync();

        (await market.TryBuyAsync(talent, 10, "earnings", PaymentMethod.Earnings)).Value!.Purchase.State.ShouldBe(PurchaseState.Completed);

        await heard.UntilAsync(Wallet(talent));
    }

    [Fact]
    public async Task A_proposal_tells_of_its_wallet_and_its_job_and_closing_tells_of_every_wallet_refunded()
    {
        var (first, second, client) = (await market.FreelancerAsync(), await market.AgencyAsync(), await market.ClientAsync());
        await market.BuyAsync(first, 20);
        await market.BuyAsync(second, 20);
        await using var posted = await ListenAsync();
        var job = await market.JobAsync(client);
        await posted.UntilAsync(Job(job));

        await using var proposed = await ListenAsync();
        await market.SubmitAsync(first, job);
        await proposed.UntilAsync(Wallet(first), Job(job));
        await market.SubmitAsync(second, job);
        await proposed.UntilAsync(Wallet(second));

        await using var closed = await ListenAsync();
        (await market.CloseAsync(client, job)).Refusal.ShouldBeNull();
        await closed.UntilAsync(Job(job), Wallet(first), Wallet(second));
    }

    [Fact]
    public async Task An_invitation_tells_of_its_job()
    {
        var (talent, client) = (await market.FreelancerAsync(), await market.ClientAsync());
        var job = await market.JobAsync(client);
        await using var heard = await ListenAsync();

        await market.With<JobInvitations, Outcome<Job>>(i => i.InviteAsync(job.JobId, talent.AccountId, TestMarketplace.CallerOf(client), CancellationToken.None));

        await heard.UntilAsync(Job(job));
    }

    [Fact]
    public async Task The_sweep_tells_of_every_wallet_it_changed_and_of_no_other()
    {
        await using var registered = await ListenAsync();
        var (due, other) = (await market.FreelancerAsync(), await market.FreelancerAsync());
        // What tells of the registrations is sent a moment after them; it must not be taken for the sweep's.
        await registered.UntilAsync(Wallet(due), Wallet(other));
        await market.GrantAsync(due, LotKind.Free, 5, market.Clock.GetUtcNow().AddSeconds(-1));
        await market.GrantAsync(other, LotKind.Free, 5, market.Clock.GetUtcNow().AddDays(100));
        await using var heard = await ListenAsync();

        await market.RunAsync("expire-connects");

        await heard.UntilAsync(Wallet(due));
        heard.Topics.ShouldNotContain(Wallet(other));
    }

    [Fact]
    public async Task An_interviews_credit_tells_of_its_wallet_and_a_changed_price_of_its_job()
    {
        var (talent, client) = (await market.FreelancerAsync(), await market.ClientAsync());
        await market.BuyAsync(talent, 20);
        var won = await market.WinAsync(client, talent);
        await using var heard = await ListenAsync();
        await market.RunAsync("process-interview-credits");
        await heard.UntilAsync(Wallet(talent));

        var job = await market.JobAsync(client, 300);
        await market.AdvanceAsync(TimeSpan.FromHours(25));
        await using var later = await ListenAsync();
        await market.RunAsync("review-demand");
        await later.UntilAsync(Job(job));

        await using var last = await ListenAsync();
        (await market.FeedbackAsync(talent, won)).Value.ShouldNotBeNull();
        await last.UntilAsync(Wallet(talent));
    }

    /// <summary>Earnings, as a paid contract will write them.</summary>
    private async Task EarnAsync(Freelancer talent, long cents)
    {
        await using var earn = market.Owner.CreateCommand("""
            with number as (select nextval('marketplace.transaction_number') as transaction),
            wallet as (update marketplace.wallet set paid = $2, last_seq = 1 where account_id = $1 and asset = 'USD'),
            written as (insert into marketplace.ledger_transaction (account_id, number, kind, reference, description, connects, cash, cash_after, effective_at)
                        select $1, transaction, 'GRANT', 'earned:' || transaction, 'Earnings', 0, $2, $2, now() from number)
            insert into marketplace.ledger_entry (account_id, transaction_number, number, asset, chain, system_account, amount, seq, balance_before, balance_after)
            select $1, transaction, 1, 'USD', 0, null, $2, 1, 0, $2 from number
            union all select $1, transaction, 2, 'USD', null, 'EARNINGS', -$2, null, null, null from number
            """);
        earn.Parameters.AddWithValue(talent.Id);
        earn.Parameters.AddWithValue(cents);
        await earn.ExecuteNonQueryAsync();
    }

    private static string Wallet(Account owner) => Marketplace.Changes.ChangeTopics.Wallet(owner.AccountId);

    private static string Job(Job job) => Marketplace.Changes.ChangeTopics.Job(job.JobId);

    private Task<Notifications> ListenAsync() => Notifications.StartAsync(market.ConnectionString);

    public sealed class Market : IAsyncLifetime
    {
        public TestMarketplace Value { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Value = await TestMarketplace.StartAsync();

        public ValueTask DisposeAsync() => Value.DisposeAsync();
    }
}
