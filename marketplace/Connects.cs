namespace Marketplace;

/// <summary>The tokens that proposals are paid with; a type of its own so that cents never meet Connects.</summary>
public readonly record struct Connects(int Value)
{
    public static readonly Connects Zero = new(0);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
