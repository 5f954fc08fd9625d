using Marketplace.Jobs;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Wallets;

public sealed class SpendingTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task SPD_02_spending_takes_paid_lots_before_free_ones_and_the_soonest_to_end_first()
    {
        var talent = await marketplace.FreelancerAsync();
        var client = await marketplace.ClientAsync();
        var now = marketplace.Clock.GetUtcNow();
        await marketplace.GrantAsync(talent, LotKind.Free, 3, now.AddDays(1));
        await marketplace.GrantAsync(talent, LotKind.Paid, 3, now.AddDays(20));
        await marketplace.GrantAsync(talent, LotKind.Paid, 3, now.AddDays(10));

        // 8 Connects: the paid lot that ends first, the other paid lot, then the free one.
        var outcome = await marketplace.SubmitAsync(talent, await marketplace.JobAsync(client, 5000));

        outcome.Value!.Proposal.ConnectsSpent.ShouldBe(8);
        var line = (await marketplace.HistoryAsync(talent))[0];
        var shares = await marketplace.With<WalletReader, ILookup<OwnedId, LotShare>>(w => w.LotSharesAsync([line.Id], CancellationToken.None));
        shares[line.Id].Select(s => (s.Lot.Kind, Days: (int)Math.Round((s.Lot.ExpiresAt - now).TotalDays), s.Connects))
            .ShouldBe([(LotKind.Paid, 10, 3), (LotKind.Paid, 20, 3), (LotKind.Free, 1, 2)]);
        (await marketplace.WalletAsync(talent)).ShouldBe(new ConnectsWallet(talent.AccountId, 0, 1));
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_proposals_of_one_round_trip_are_charged_one_by_one_and_a_refused_one_keeps_no_other_back()
    {
        var talent = await marketplace.FreelancerAsync();
        var client = await marketplace.ClientAsync();
        await marketplace.GrantAsync(talent, LotKind.Paid, 10, marketplace.Clock.GetUtcNow().AddDays(20));
        var (dear, cheap, closed) = (await marketplace.JobAsync(client, 5000), await marketplace.JobAsync(client, 40), await marketplace.JobAsync(client, 300));
        await marketplace.CloseAsync(client, closed);
        NewProposal Input(Job job, string key, string letter = "I keep shops open.") => new(job.JobId, talent.AccountId, letter, null, null, key);

        var outcomes = await marketplace.With<ProposalSubmission, IReadOnlyList<Outcome<SubmittedProposal>>>(submission => submission.SubmitManyAsync(
            [Input(dear, "one"), Input(closed, "two"), Input(cheap, "three", letter: " "), Input(cheap, "four"), Input(cheap, "five"), Input(dear, "one")],
            TestMarketplace.CallerOf(talent), CancellationToken.None));

        outcomes.Select(o => o.Value?.Proposal.ConnectsSpent).ShouldBe([8, null, null, 2, null, 8]);
        outcomes.Select(o => o.Refusal?.GetType()).ShouldBe([null, typeof(JobNotOpen), typeof(Invalid), null, typeof(AlreadyProposed), null]);
        outcomes[5].Value!.Proposal.Id.ShouldBe(outcomes[0].Value!.Proposal.Id);
        (await marketplace.HistoryAsync(talent)).Select(t => t.Connects).ShouldBe([-2, -8, 10]);
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_spend_never_takes_a_lot_that_has_ended_though_no_sweep_has_been_there()
    {
        var talent = await marketplace.FreelancerAsync();
        var job = await marketplace.JobAsync(await marketplace.ClientAsync());
        await marketplace.GrantAsync(talent, LotKind.Paid, 10, marketplace.Clock.GetUtcNow().AddSeconds(-1));

        var outcome = await marketplace.SubmitAsync(talent, job);

        outcome.Refusal.ShouldBe(new InsufficientConnects(2, 0));
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(0);
    }

    [Fact]
    public async Task Two_hundred_concurrent_submissions_against_Connects_for_ten_let_exactly_ten_through()
    {
        var talent = await marketplace.FreelancerAsync();
        var client = await marketplace.ClientAsync();
        await marketplace.BuyAsync(talent, 20);
        var jobs = new List<Job>();
        for (var i = 0; i < 200; i++)
            jobs.Add(await marketplace.JobAsync(client));

        var outcomes = await Task.WhenAll(jobs.Select(job => marketplace.SubmitAsync(talent, job)));

        outcomes.Count(o => o.Value is not null).ShouldBe(10);
        outcomes.Where(o => o.Refusal is not null).ShouldAllBe(o => o.Refusal == new InsufficientConnects(2, 0));
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(0);
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_key_pays_once_however_often_and_however_concurrently_it_is_sent()
    {
        var talent = await marketplace.FreelancerAsync();
        var job = await marketplace.JobAsync(await marketplace.ClientAsync());
        await marketplace.BuyAsync(talent, 10);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => marketplace.SubmitAsync(talent, job, key: "one")));

        outcomes.Select(o => o.Value!.Proposal.Id).Distinct().Count().ShouldBe(1);
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(8);
    }

    [Fact]
    public async Task The_key_with_another_input_is_a_conflict_and_moves_nothing()
    {
        var talent = await marketplace.FreelancerAsync();
        var client = await marketplace.ClientAsync();
        await marketplace.BuyAsync(talent, 10);
        await marketplace.SubmitAsync(talent, await marketplace.JobAsync(client), key: "one");

        var outcome = await marketplace.SubmitAsync(talent, await marketplace.JobAsync(client), key: "one");

        outcome.Refusal.ShouldBeOfType<IdempotencyConflict>();
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(8);
    }

    [Fact]
    public async Task A_refusal_is_not_remembered_so_that_the_same_key_succeeds_after_buying()
    {
        var talent = await marketplace.FreelancerAsync();
        var job = await marketplace.JobAsync(await marketplace.ClientAsync());
        (await marketplace.SubmitAsync(talent, job, key: "one")).Refusal.ShouldBe(new InsufficientConnects(2, 0));
        await marketplace.BuyAsync(talent, 10);

        (await marketplace.SubmitAsync(talent, job, key: "one")).Value!.Wallet.Balance.ShouldBe(8);
    }

    [Fact]
    public async Task A_second_proposal_to_a_job_is_refused_and_names_the_first()
    {
        var talent = await marketplace.FreelancerAsync();
        var job = await marketplace.JobAsync(await marketplace.ClientAsync());
        await marketplace.BuyAsync(talent, 10);
        var first = await marketplace.SubmitAsync(talent, job);

        var second = await marketplace.SubmitAsync(talent, job);

        second.Refusal.ShouldBeOfType<AlreadyProposed>().Proposal.Id.ShouldBe(first.Value!.Proposal.Id);
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(8);
    }

    [Fact]
    public async Task Nobody_spends_from_somebody_elses_wallet()
    {
        var talent = await marketplace.FreelancerAsync();
        var stranger = await marketplace.FreelancerAsync();
        var job = await marketplace.JobAsync(await marketplace.ClientAsync());
        await marketplace.BuyAsync(talent, 10);

        var outcome = await marketplace.SubmitAsync(talent, job, caller: TestMarketplace.CallerOf(stranger));

        outcome.Refusal.ShouldBeOfType<Forbidden>();
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(10);
    }

    [Fact]
    public async Task The_charge_carries_the_arm_and_records_the_exposure_with_it()
    {
        var talent = await marketplace.FreelancerAsync();
        var client = await marketplace.ClientAsync();
        await marketplace.BuyAsync(talent, 80);
        await marketplace.StartRateCardTestAsync();
        var treated = await marketplace.CategoryAsync("doubled");

        var job = await marketplace.JobAsync(client, 40, treated);
        var outcome = await marketplace.SubmitAsync(talent, job);

        outcome.Value!.Proposal.ConnectsSpent.ShouldBe(4);
        (await marketplace.HistoryAsync(talent))[0].Treatments.ShouldBe([new("double-rate-card", "doubled")]);
        await using var command = marketplace.Source.CreateCommand("select unit || ' ' || variant from experiments.exposure");
        (await command.ExecuteScalarAsync()).ShouldBe($"{treated} doubled");
    }
}
