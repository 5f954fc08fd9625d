using Marketplace.Accounts;
using Marketplace.Contracts;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.ScheduledJobs;
using Marketplace.Tests.Interviews;
using Marketplace.Tests.Wallets;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace Marketplace.Tests.Faults;

/// <summary>Nodes that are killed, connections that the database ends: whatever is sent again afterwards happened once.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private BreakingWire wire = null!;
    private TestMarketplace market = null!;
    private Client client = null!;
    private Freelancer talent = null!;

    public static TheoryData<string, string, TransactionKind> Statements() => new()
    {
        { "submit", "marketplace.submit_proposal", TransactionKind.Spend },
        { "buy", "marketplace.record_purchase", TransactionKind.Purchase },
        { "buy", "marketplace.settle_purchase", TransactionKind.Purchase },
        { "close", "marketplace.close_job", TransactionKind.Refund },
        { "courtesy", "marketplace.grant_courtesy", TransactionKind.Courtesy },
        { "withdraw", "marketplace.withdraw_earnings", TransactionKind.Withdrawal },
        { "pay", "marketplace.record_payment", TransactionKind.Earning },
        { "charge back", "marketplace.receive_gateway_event", TransactionKind.Chargeback },
        { "expire", "marketplace.sweep_due_lots", TransactionKind.Expiry },
        { "credit", "marketplace.process_interview_credits", TransactionKind.InterviewRefund },
        { "renew", "marketplace.renew_members", TransactionKind.Grant },
    };

    /// <summary>Those that wait for the wallet, where somebody else holds it.</summary>
    public static TheoryData<string, string, TransactionKind> Waiting() =>
        new(Statements().Where(s => s.Data.Item1 is "submit" or "buy" or "close" or "courtesy" or "withdraw" or "pay" or "charge back").Select(s => s.Data));

    public async ValueTask InitializeAsync()
    {
        // What the services write goes over the wire; what the test looks up does not.
        market = await TestMarketplace.StartAsync(instead: services =>
        {
            wire = new BreakingWire(services.Select(s => s.ImplementationInstance).OfType<NpgsqlDataSource>().Single().ConnectionString);
            services.AddSingleton(wire.Source);
        });
        client = await market.ClientAsync();
        talent = await market.FreelancerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await market.DisposeAsync();
        await wire.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_node_that_is_killed_before_its_statement_reaches_the_database_has_done_nothing_and_a_retry_does_it_once(string what, string statement, TransactionKind kind)
    {
        var act = await ArrangeAsync(what);
        var before = await CountAsync(kind);
        wire.CutAt(statement, committed: false);

        await Should.ThrowAsync<Exception>(act);

        (await CountAsync(kind)).ShouldBe(before);
        await act();
        await act();
        (await CountAsync(kind)).ShouldBe(before + 1);
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_node_that_is_killed_after_the_commit_and_before_the_answer_has_done_it_and_a_retry_does_not_do_it_again(string what, string statement, TransactionKind kind)
    {
        var act = await ArrangeAsync(what);
        var before = await CountAsync(kind);
        wire.CutAt(statement, committed: true);

        await Should.ThrowAsync<Exception>(act);

        // A purchase that is only written down has not been paid yet.
        (await CountAsync(kind)).ShouldBe(statement == "marketplace.record_purchase" ? before : before + 1);
        await act();
        await act();
        (await CountAsync(kind)).ShouldBe(before + 1);
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Waiting))]
    public async Task A_connection_that_is_terminated_in_the_middle_of_its_transaction_leaves_nothing_and_a_retry_does_it_once(string what, string statement, TransactionKind kind)
    {
        var act = await ArrangeAsync(what);
        var before = await CountAsync(kind);
        await using (var owner = NpgsqlDataSource.Create(market.OwnerConnectionString))
        {
            await using var holder = await owner.OpenConnectionAsync();
            await using var transaction = await holder.BeginTransactionAsync();
            await using (var hold = new NpgsqlCommand("select 1 from marketplace.wallet for update", holder, transaction))
                await hold.ExecuteNonQueryAsync();
            var cut = Should.ThrowAsync<Exception>(act);
            await TerminateWaitingAsync();
            await cut;
        }

        (await CountAsync(kind)).ShouldBe(before, statement);
        market.Services.GetRequiredService<NpgsqlDataSource>().Clear();
        await act();
        await act();
        (await CountAsync(kind)).ShouldBe(before + 1);
        (await market.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    /// <summary>What is to be cut; sent again it is the same request, by the same key.</summary>
    private async Task<Func<Task>> ArrangeAsync(string what)
    {
        switch (what)
        {
            case "submit":
                await market.BuyAsync(talent, 10);
                var job = await market.JobAsync(client);
                return () => market.SubmitAsync(talent, job, "the-key");
            case "buy":
                return () => market.TryBuyAsync(talent, 10, "the-key");
            case "close":
                await market.BuyAsync(talent, 10);
                var closing = await market.JobAsync(client);
                await market.SubmitAsync(talent, closing);
                return () => market.CloseAsync(client, closing);
            case "courtesy":
                return () => market.With<CourtesyGrants, Outcome<Lot>>(c => c.GrantAsync(new CourtesyGrant(talent.AccountId, 5, "A test.", "the-key"), "tester", CancellationToken.None));
            case "withdraw":
                await market.EarnAsync(talent, 1000);
                return () => market.With<Earnings, Outcome<CashWallet>>(e => e.WithdrawAsync(new Withdrawal(talent.AccountId, new Money(400), "the-key"), TestMarketplace.CallerOf(talent), CancellationToken.None));
            case "pay":
                var contract = await HireAsync();
                return () => market.With<ContractPayments, Outcome<PaidContract>>(p =>
                    p.PayAsync(new ContractPayment(contract.Id, new Money(2500), PaymentMethod.Card, null, "the-key"), TestMarketplace.CallerOf(client), CancellationToken.None));
            case "charge back":
                var bought = await market.BuyAsync(talent, 10);
                return () => Gateway.TellAsync(market, "payment.charged_back", bought.Purchase.ChargeReference, "the-event");
            case "expire":
                await market.BuyAsync(talent, 10);
                await market.AdvanceAsync(TimeSpan.FromDays(367));
                return () => RunAsync("expire-connects");
            case "credit":
                await market.BuyAsync(talent, 10);
                await market.WinAsync(client, talent);
                return () => RunAsync("process-interview-credits");
            case "renew":
                await market.AdvanceAsync(TimeSpan.FromDays(32));
                return () => RunAsync("grant-monthly");
            default:
                throw new ArgumentOutOfRangeException(nameof(what), what, null);
        }
    }

    private async Task<Contract> HireAsync()
    {
        await market.BuyAsync(talent, 10);
        var proposal = (await market.SubmitAsync(talent, await market.JobAsync(client))).Value!.Proposal;
        return (await market.With<ContractLife, Outcome<Contract>>(c => c.HireAsync(proposal.Id, null, null, TestMarketplace.CallerOf(client), CancellationToken.None))).Value!;
    }

    private Task RunAsync(string job) =>
        market.Services.GetServices<IScheduledWork>().Single(w => w.Name == job)
            .RunAsync(new RunProgress(market.Services.GetRequiredService<NpgsqlDataSource>(), 0, market.Clock.GetUtcNow()), CancellationToken.None);

    private Task<long> CountAsync(TransactionKind kind) =>
        market.AsOwnerAsync<long>($"select count(*) from marketplace.ledger_transaction where kind = '{Marketplace.Database.EnumText.ToText(kind)}'");

    private async Task TerminateWaitingAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            await using var kill = wire.Source.CreateCommand(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and usename = current_user and wait_event_type = 'Lock'");
            if ((long)(await kill.ExecuteScalarAsync(limit.Token))! > 0)
                return;
            await Task.Delay(20, limit.Token);
        }
    }
}
