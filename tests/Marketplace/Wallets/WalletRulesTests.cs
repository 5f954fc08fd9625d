using Marketplace.Accounts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.Policies;
using Marketplace.Tests.Interviews;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Wallets;

/// <summary>Rules of wallets that no other test is about.</summary>
public sealed class WalletRulesTests : IAsyncLifetime
{
    private TestMarketplace market = null!;
    private Client client = null!;
    private Freelancer talent = null!;

    public async ValueTask InitializeAsync()
    {
        market = await TestMarketplace.StartAsync();
        client = await market.ClientAsync();
        talent = await market.FreelancerAsync();
    }

    public ValueTask DisposeAsync() => market.DisposeAsync();

    [Fact]
    public async Task SPD_03_SPD_04_the_balance_is_what_unexpired_lots_hold_and_submission_alone_charges_it()
    {
        await market.BuyAsync(talent, 10);
        await market.GrantAsync(talent, LotKind.Free, 5, market.Clock.GetUtcNow().AddMinutes(-1));
        await market.GrantAsync(talent, LotKind.Free, 7, market.Clock.GetUtcNow().AddDays(1));
        var job = await market.JobAsync(client, 300);
        await market.With<ConnectsQuotes, IReadOnlyList<ConnectsQuote>>(quotes => quotes.ForAsync(talent.AccountId, [job], CancellationToken.None));
        (await market.WalletAsync(talent)).Balance.ShouldBe(17);

        var proposal = (await market.SubmitAsync(talent, job)).Value!.Proposal;

        (await market.WalletAsync(talent)).Balance.ShouldBe(13);
        await market.InterviewAsync(client, talent, proposal);
        (await market.WalletAsync(talent)).Balance.ShouldBe(13);
        (await market.WalletAsync(talent)).Balance.ShouldBe((await market.LotsAsync(talent)).Sum(l => l.Remaining));
    }

    [Fact]
    public async Task EXP_03_EXP_07_every_lot_ends_a_year_after_its_issue_and_what_is_left_of_it_is_breakage()
    {
        await market.BuyAsync(talent, 10);
        await market.With<TalentProgress, Outcome<Account>>(p => p.ApproveProfileAsync(talent.AccountId, CancellationToken.None));
        await market.With<CourtesyGrants, Outcome<Lot>>(c => c.GrantAsync(new CourtesyGrant(talent.AccountId, 10, "A test.", "one"), "tester", CancellationToken.None));
        await market.ChangePlanAsync(talent, PlanCode.FreelancerPlus);
        await market.WinAsync(client, talent);
        await market.RunAsync("process-interview-credits");
        var lots = await market.LotsAsync(talent);
        lots.Select(l => l.Origin).ShouldBe([LotOrigin.Purchase, LotOrigin.PlanUpgrade, LotOrigin.ProfileApproved, LotOrigin.Courtesy, LotOrigin.InterviewAward], ignoreOrder: true);
        lots.ShouldAllBe(l => l.ExpiresAt == l.IssuedAt.AddYears(1));

        await market.AdvanceAsync(TimeSpan.FromDays(367));
        await market.RunAsync("expire-connects");

        (await market.AsOwnerAsync<long>("select sum(amount)::bigint from marketplace.ledger_entry where system_account = 'EXPIRED'")).ShouldBe(lots.Sum(l => (long)l.Remaining));
    }

    [Fact]
    public async Task GRT_06_the_readiness_tests_Connects_are_there_at_once()
    {
        await market.With<TalentProgress, Outcome<Account>>(p => p.RecordReadinessTestAsync(talent.AccountId, true, CancellationToken.None));

        (await market.WalletAsync(talent)).Balance.ShouldBe(40);
    }

    [Fact]
    public async Task RWD_12_a_refund_restores_its_lot_with_the_expiry_it_had_and_an_award_is_a_new_lot_of_a_year()
    {
        var bought = (await market.BuyAsync(talent, 10)).Lot!;
        await market.AdvanceAsync(TimeSpan.FromDays(100));
        await market.WinAsync(client, talent);

        await market.RunAsync("process-interview-credits");

        var lots = await market.LotsAsync(talent);
        lots.Select(l => (l.Kind, l.Origin, l.Remaining)).ShouldBe([(LotKind.Paid, LotOrigin.Purchase, 10), (LotKind.Free, LotOrigin.InterviewAward, 6)]);
        lots[0].ExpiresAt.ShouldBe(bought.ExpiresAt);
        lots[1].ExpiresAt.ShouldBe(lots[1].IssuedAt.AddYears(1));
    }

    [Fact]
    public async Task RFD_03_a_job_that_is_neither_filled_nor_closed_returns_nothing_however_long_it_stays_open()
    {
        await market.BuyAsync(talent, 10);
        await market.SubmitAsync(talent, await market.JobAsync(client));

        await market.AdvanceAsync(TimeSpan.FromDays(200));
        foreach (var job in new[] { "remind-clients", "review-demand", "process-interview-credits", "expire-connects" })
            await market.RunAsync(job);

        (await market.WalletAsync(talent)).Balance.ShouldBe(8);
    }

    [Fact]
    public void RFD_08_a_proposal_is_never_archived_unseen() => Enum.GetNames<ProposalStatus>().ShouldBe(["Submitted", "Interviewing", "Hired", "Declined", "Withdrawn"]);

    [Theory]
    [InlineData(PaymentMethod.Card)]
    [InlineData(PaymentMethod.Paypal)]
    public async Task PAY_01_PAY_03_PAY_06_a_card_or_PayPal_account_that_was_never_named_before_buys_at_any_time(PaymentMethod method)
    {
        (await market.TryBuyAsync(talent, 10, "first", method, "a-new-one")).Value!.Lot!.Remaining.ShouldBe(10);
        await market.AdvanceAsync(TimeSpan.FromDays(20));
        (await market.TryBuyAsync(talent, 10, "second", method, "another")).Value!.Lot!.Remaining.ShouldBe(10);
    }
}
