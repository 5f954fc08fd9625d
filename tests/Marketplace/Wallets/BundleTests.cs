using Marketplace.Accounts;
using Marketplace.Policies;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Wallets;

public sealed class BundleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
    private static readonly Policy Policy = PolicyBook.Default().At(Now);

    [Fact]
    public void PRC_01_PRC_02_PRC_03_PRC_04_five_bundles_at_15_cents_a_Connect_and_no_single_ones() =>
        Bundles(PlanCode.FreelancerBasic).Select(b => (b.Size, b.Price.ToString())).ShouldBe([(10, "$1.50"), (20, "$3.00"), (40, "$6.00"), (60, "$9.00"), (80, "$12.00")]);

    [Fact]
    public void PRC_05_an_agency_may_also_buy_150_and_300() =>
        Bundles(PlanCode.AgencyPlus, agency: true).Skip(5).Select(b => (b.Size, b.Price.ToString(), b.UnavailableReason)).ShouldBe([(150, "$22.50", null), (300, "$45.00", null)]);

    [Fact]
    public void PLN_15_Agency_Basic_sees_every_bundle_and_why_it_can_buy_none() =>
        Bundles(PlanCode.AgencyBasic, agency: true).ShouldAllBe(b => b.UnavailableReason == "The Agency Basic plan cannot buy Connects; upgrade to Agency Plus first.");

    [Theory]
    [InlineData(PlanCode.FreelancerBasic)]
    [InlineData(PlanCode.FreelancerPlus)]
    public void PLN_15_every_other_plan_may_buy(PlanCode plan) => Bundles(plan).ShouldAllBe(b => b.UnavailableReason == null);

    [Fact]
    public void PRC_06_no_balance_is_too_large_by_default() => Bundles(PlanCode.FreelancerBasic, balance: 1_000_000).ShouldAllBe(b => b.UnavailableReason == null);

    [Fact]
    public void PRC_07_a_bundle_that_would_exceed_the_maximum_says_so_and_one_that_reaches_it_does_not() =>
        Bundles(PlanCode.FreelancerBasic, balance: 60, TestPolicies.With("""{ "connects": { "maximumBalance": 100 } }""").At(Now)).Select(b => b.UnavailableReason)
            .ShouldBe([null, null, null, "It would put the balance over the maximum of 100 Connects.", "It would put the balance over the maximum of 100 Connects."]);

    [Fact]
    public void EXP_08_a_bundle_says_when_it_would_expire() => Bundles(PlanCode.FreelancerBasic).ShouldAllBe(b => b.WouldExpireAt == Now.AddYears(1));

    [Fact]
    public void PRC_08_a_unit_price_of_tomorrow_leaves_todays_bundles_alone()
    {
        var policies = TestPolicies.With("""{ "connects": { "unitPriceCents": 20 } }""", Now.AddDays(1));

        Bundles(PlanCode.FreelancerBasic, policy: policies.At(Now))[0].Price.Cents.ShouldBe(150);
        Bundles(PlanCode.FreelancerBasic, policy: policies.At(Now.AddDays(1)))[0].Price.Cents.ShouldBe(200);
    }

    [Fact]
    public async Task PRC_07_the_maximum_refuses_purchases_and_never_grants()
    {
        await using var marketplace = await TestMarketplace.StartAsync(TestPolicies.With("""{ "connects": { "maximumBalance": 25 } }"""));
        var talent = await marketplace.FreelancerAsync();
        await marketplace.BuyAsync(talent, 20);

        (await marketplace.TryBuyAsync(talent, 10, "over")).Refusal.ShouldBe(new BundleNotAvailable("It would put the balance over the maximum of 25 Connects."));
        (await marketplace.With<CourtesyGrants, Outcome<Lot>>(c => c.GrantAsync(new CourtesyGrant(talent.AccountId, 10, "Sorry.", "k"), "support", CancellationToken.None))).Value.ShouldNotBeNull();
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(30);
    }

    [Fact]
    public async Task PRC_04_PRC_05_a_size_that_is_not_sold_to_this_buyer_is_refused_with_those_that_are()
    {
        await using var marketplace = await TestMarketplace.StartAsync();
        var talent = await marketplace.FreelancerAsync();

        foreach (var size in new[] { 1, 0, -10, 150 })
            (await marketplace.TryBuyAsync(talent, size, $"size {size}")).Refusal.ShouldBe(new BundleNotAvailable($"Connects are sold in bundles of 10, 20, 40, 60, 80; there is none of {size}."));
    }

    private static IReadOnlyList<Bundle> Bundles(PlanCode plan, bool agency = false, long balance = 0, Policy? policy = null)
    {
        Account owner = agency ? new Agency { DisplayName = "A", Country = "US" } : new Freelancer { DisplayName = "F", Country = "US" };
        return Bundle.For(owner, plan, balance, policy ?? Policy, Now);
    }

    private static IReadOnlyList<Bundle> Bundles(PlanCode plan, long balance, Policy policy) => Bundles(plan, false, balance, policy);
}
