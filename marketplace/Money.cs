namespace Marketplace;

/// <summary>US dollars, kept in cents so that no amount is ever rounded.</summary>
public readonly record struct Money(long Cents)
{
    public decimal Amount => Cents * 0.01m;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"${Amount:0.00}");
}
