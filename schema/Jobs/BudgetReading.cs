using Marketplace.Jobs;

namespace Marketplace.Schema.Jobs;

/// <summary>From the input's two kinds of budget to the marketplace's.</summary>
internal static class BudgetReading
{
    public static Outcome<Budget> Read(JobBudgetInput input)
    {
        if (input.Fixed is { } given)
        {
            return Amount(given.Amount, out var amount) is { } wrong ? (Outcome<Budget>)wrong : new FixedPrice(amount);
        }

        var hourly = input.Hourly!;
        return Amount(hourly.MinimumRate, out var low) is { } refusal ? (Outcome<Budget>)refusal
            : Amount(hourly.MaximumRate, out var high) is { } other ? other
            : new Hourly(hourly.ExperienceLevel, hourly.WeeklyTime, hourly.Duration, low, high);
    }

    private static Refusal? Amount(MoneyInput? input, out Money? amount)
    {
        var read = input?.Read("budget");
        amount = read?.Value?.Value;
        return read?.Refusal;
    }
}
