using Marketplace.Accounts;
using Marketplace.Contracts;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.Policies;
using Testing;

namespace Marketplace.Tests.Payments;

/// <summary>What an account may pay with, by its country.</summary>
public sealed class PaymentMethodTests
{
    private static readonly Invalid NotHere = new("payment", "PayPal is not offered in PK. Pay by card or what was earned.");

    [Theory]
    [InlineData("US", true)]
    [InlineData("PK", false)]
    public void PAY_01_PAY_02_PAY_03_a_card_and_earnings_pay_everywhere_and_PayPal_in_many_countries(string country, bool paypal)
    {
        var methods = PaymentMethods.In(country, PolicyBook.Default().Versions[^1].Payments);

        methods.ShouldContain(PaymentMethod.Card);
        methods.ShouldContain(PaymentMethod.Earnings);
        methods.Contains(PaymentMethod.Paypal).ShouldBe(paypal);
    }

    [Fact]
    public async Task PAY_03_where_PayPal_is_not_offered_nothing_is_charged_by_it_and_the_refusal_says_what_is()
    {
        await using var market = await TestMarketplace.StartAsync();
        var talent = (Freelancer)await market.RegisterAsync(AccountKind.Freelancer, change: a => a with { Country = "PK" });
        var client = (Client)await market.RegisterAsync(AccountKind.Client, change: a => a with { Country = "PK" });
        Task<Outcome<Job>> PostAsync(PaymentMethod method) => market.With<JobPosting, Outcome<Job>>(p => p.PostAsync(
            new NewJob(client.AccountId, "Operations Supervisor", "Keep the shop open.", "legal", new FixedPrice(new Money(4000)), true, method, null, "featured"), TestMarketplace.CallerOf(client), CancellationToken.None));

        (await market.TryBuyAsync(talent, 10, "one", PaymentMethod.Paypal)).Refusal.ShouldBe(NotHere);
        (await market.ChangePlanAsync(talent, PlanCode.FreelancerPlus, PaymentMethod.Paypal)).Refusal.ShouldBe(NotHere);
        (await PostAsync(PaymentMethod.Paypal)).Refusal.ShouldBe(NotHere);
        var job = await market.JobAsync(client);
        (await FeatureAsync(PaymentMethod.Paypal)).Refusal.ShouldBe(NotHere);
        await market.BuyAsync(talent, 10);
        var proposal = (await market.SubmitAsync(talent, job)).Value!.Proposal;
        var contract = (await market.With<ContractLife, Outcome<Contract>>(c => c.HireAsync(proposal.Id, null, null, TestMarketplace.CallerOf(client), CancellationToken.None))).Value!;
        (await PayAsync(PaymentMethod.Paypal)).Refusal.ShouldBe(NotHere);
        (await market.AsOwnerAsync<long>("select count(*) from marketplace.sandbox_charge where amount_cents <> 150")).ShouldBe(0);

        // The same key by another method is another request: nothing was remembered of the refusal.
        (await market.TryBuyAsync(talent, 10, "one", PaymentMethod.Card)).Refusal.ShouldBeNull();
        (await PostAsync(PaymentMethod.Card)).Refusal.ShouldBeNull();
        (await PayAsync(PaymentMethod.Card)).Refusal.ShouldBeNull();

        Task<Outcome<Job>> FeatureAsync(PaymentMethod method) =>
            market.With<JobFeaturing, Outcome<Job>>(f => f.FeatureAsync(job.JobId, method, null, "feature", TestMarketplace.CallerOf(client), CancellationToken.None));
        Task<Outcome<PaidContract>> PayAsync(PaymentMethod method) => market.With<ContractPayments, Outcome<PaidContract>>(p =>
            p.PayAsync(new ContractPayment(contract.Id, new Money(2500), method, null, "pay"), TestMarketplace.CallerOf(client), CancellationToken.None));
    }

    [Fact]
    public async Task PAY_03_a_country_that_PayPal_leaves_tomorrow_pays_by_it_today_and_what_was_paid_is_answered_again()
    {
        DateTimeOffset tomorrow;
        await using (var clockOnly = await TestMarketplace.StartAsync())
            tomorrow = clockOnly.Clock.GetUtcNow().AddDays(1);
        await using var market = await TestMarketplace.StartAsync(TestPolicies.With("""{ "payments": { "withoutPaypal": ["US"] } }""", tomorrow));
        var talent = await market.FreelancerAsync();
        var bought = (await market.TryBuyAsync(talent, 10, "today", PaymentMethod.Paypal)).Value!;

        await market.AdvanceToAsync(tomorrow.AddHours(1));

        (await market.TryBuyAsync(talent, 10, "today", PaymentMethod.Paypal)).Value!.Purchase.Number.ShouldBe(bought.Purchase.Number);
        (await market.TryBuyAsync(talent, 10, "tomorrow", PaymentMethod.Paypal)).Refusal.ShouldBeOfType<Invalid>();
        (await market.WalletAsync(talent)).Balance.ShouldBe(10);
    }
}
