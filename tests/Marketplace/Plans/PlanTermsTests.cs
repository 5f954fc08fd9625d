using Marketplace.Policies;

namespace Marketplace.Tests.Plans;

public sealed class PlanTermsTests
{
    private static readonly PolicyBook Policies = PolicyBook.Default();

    [Theory]
    [InlineData(PlanCode.FreelancerBasic, 0, 0, 10, 0, true)]
    [InlineData(PlanCode.FreelancerPlus, 1499, 70, 10, 0, true)]
    [InlineData(PlanCode.AgencyBasic, 0, 0, 0, 10, false)]
    [InlineData(PlanCode.AgencyPlus, 2000, 0, 0, 0, true)]
    public void PLN_01_to_04_PLN_12_to_15_what_each_plan_costs_and_brings(PlanCode code, long cents, int paid, int free, int oneTime, bool canBuy) =>
        At(2026, 1, 1).Plan(code).ShouldBe(new Plan(code, cents, paid, free, oneTime, canBuy, SeesBidRange: code == PlanCode.FreelancerPlus));

    [Fact]
    public void PLN_05_the_price_of_Plus_was_raised_and_the_old_one_stands_in_the_history()
    {
        At(2019, 6, 2).Plan(PlanCode.FreelancerPlus).MonthlyPriceCents.ShouldBe(1000);
        At(2019, 6, 3).Plan(PlanCode.FreelancerPlus).MonthlyPriceCents.ShouldBe(1499);
    }

    [Fact]
    public void PLN_11_PLN_17_before_December_2020_Basic_brought_nothing_Plus_70_and_agencies_nothing()
    {
        At(2020, 12, 3).Plans.Select(p => (p.Code, p.MonthlyPaidConnects + p.MonthlyFreeConnects, p.OneTimeFreeConnects)).ShouldBe(
            [(PlanCode.FreelancerBasic, 0, 0), (PlanCode.FreelancerPlus, 70, 0), (PlanCode.AgencyBasic, 0, 0), (PlanCode.AgencyPlus, 0, 0)]);
        At(2020, 12, 4).Plan(PlanCode.FreelancerBasic).MonthlyFreeConnects.ShouldBe(10);
    }

    [Fact]
    public void PLN_07_the_paid_Connects_of_a_month_of_Plus_are_worth_ten_dollars_fifty()
    {
        var policy = At(2026, 1, 1);
        new Money(policy.Plan(PlanCode.FreelancerPlus).MonthlyPaidConnects * policy.Connects.UnitPriceCents).ToString().ShouldBe("$10.50");
    }

    [Theory]
    [InlineData("\"monthlyPriceCents\": 1499, \"monthlyPaidConnects\": 70, \"monthlyFreeConnects\": 10", "\"monthlyPriceCents\": -1, \"monthlyPaidConnects\": 70, \"monthlyFreeConnects\": 10", "a price of 0 to")]
    [InlineData("\"monthlyFreeConnects\": 10, \"oneTimeFreeConnects\": 0", "\"monthlyFreeConnects\": -10, \"oneTimeFreeConnects\": 0", "0 to 10,000 Connects are expected")]
    [InlineData("\"FREELANCER_BASIC\", \"monthlyPriceCents\": 0", "\"FREELANCER_BASIC\", \"monthlyPriceCents\": 5", "it must cost nothing")]
    [InlineData("\"monthlyFreeConnects\": 10, \"oneTimeFreeConnects\": 0", "\"monthlyFreeConnects\": 10, \"oneTimeFreeConnects\": 5", "an agency's")]
    [InlineData("[1, 3, 7]", "[3, 1]", "feeRetryDays")]
    [InlineData("[1, 3, 7]", "[28]", "feeRetryDays")]
    public void Terms_out_of_bounds_are_refused_at_the_start(string of, string by, string problem)
    {
        using var stream = typeof(PolicyBook).Assembly.GetManifestResourceStream("Marketplace.Policies.policies.json")!;
        using var reader = new StreamReader(stream);
        var json = reader.ReadToEnd();
        json.ShouldContain(of);

        Should.Throw<InvalidPolicyException>(() => PolicyBook.Parse(json.Replace(of, by, StringComparison.Ordinal))).Message.ShouldContain(problem);
    }

    private static Policy At(int year, int month, int day) => Policies.At(new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero));
}
