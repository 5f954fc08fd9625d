namespace Marketplace.Schema;

/// <summary>US dollars unless said otherwise.</summary>
[GraphQLName("Money")]
public sealed record MoneyAmount(decimal Amount, string Currency)
{
    public static MoneyAmount Of(Money money) => new(money.Amount, "USD");

    public static MoneyAmount? OfCents(long? cents) => cents is { } value ? Of(new Money(value)) : null;
}

public sealed record MoneyInput(decimal Amount, string Currency = "USD")
{
    /// <summary>The amount in cents, or what is wrong with it.</summary>
    public Outcome<MoneyValue> Read(string field) =>
        Currency != "USD" ? new Invalid(field, $"Amounts are in USD; '{Currency}' is not supported.")
        : Math.Abs(Amount) > 100_000_000m ? new Invalid(field, "An amount of at most 100,000,000 USD is expected.")
        : Amount * 100 != decimal.Truncate(Amount * 100) ? new Invalid(field, $"{Amount} USD has more than two decimal places.")
        : new MoneyValue(new Money((long)(Amount * 100)));
}

/// <param name="Value">An amount that was read.</param>
public sealed record MoneyValue(Money Value);
