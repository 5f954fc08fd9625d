namespace Experiments.Statistics;

/// <summary>
/// All that an analysis needs of one arm and one metric: sums over its units. Sums of two groups of units add up to the sums of both, so
/// they can be computed in parts and in any order.
/// </summary>
/// <param name="Units">How many units, also those whose value is 0.</param>
/// <param name="Sum">The sum of their values. For a proportion a value is 1 or 0.</param>
/// <param name="SumOfSquares">The sum of the squares of their values.</param>
/// <param name="Denominator">For a ratio, what the values are divided by.</param>
/// <param name="Covariate">What was known of the units before the experiment reached them, for CUPED.</param>
public sealed record ArmStatistics(
    long Units,
    Exact Sum,
    Exact SumOfSquares,
    DenominatorSums? Denominator = null,
    CovariateSums? Covariate = null)
{
    /// <summary>No units.</summary>
    public static ArmStatistics Empty { get; } = new(0, 0, 0);

    /// <summary>A proportion: so many units, so many of them with the fact.</summary>
    public static ArmStatistics OfProportion(long units, long successes) => new(units, successes, successes);

    /// <summary>From the units' values.</summary>
    public static ArmStatistics OfValues(IEnumerable<decimal> values)
        => Total(values.Select(value => new ArmStatistics(1, value, (Exact)value * value)));

    /// <summary>From the units' values and denominators.</summary>
    public static ArmStatistics OfRatios(IEnumerable<(decimal Value, decimal Denominator)> units)
        => Total(units.Select(unit => new ArmStatistics(1, unit.Value, (Exact)unit.Value * unit.Value,
            new DenominatorSums(unit.Denominator, (Exact)unit.Denominator * unit.Denominator, (Exact)unit.Value * unit.Denominator))));

    /// <summary>From the units' values and what they were before.</summary>
    public static ArmStatistics OfPairs(IEnumerable<(decimal Value, decimal Before)> units)
        => Total(units.Select(unit => new ArmStatistics(1, unit.Value, (Exact)unit.Value * unit.Value,
            Covariate: new CovariateSums(unit.Before, (Exact)unit.Before * unit.Before, (Exact)unit.Value * unit.Before))));

    /// <summary>The sums over the units of all of them.</summary>
    public static ArmStatistics Total(IEnumerable<ArmStatistics> parts) => parts.Aggregate(Empty, (left, right) => left + right);

    /// <summary>The sums over the units of both. A denominator or covariate stays only where both have it, or the other has no units.</summary>
    public static ArmStatistics operator +(ArmStatistics left, ArmStatistics right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Units == 0)
            return right;
        if (right.Units == 0)
            return left;
        return new ArmStatistics(
            left.Units + right.Units,
            left.Sum + right.Sum,
            left.SumOfSquares + right.SumOfSquares,
            left.Denominator is { } first && right.Denominator is { } second ? first + second : null,
            left.Covariate is { } before && right.Covariate is { } other ? before + other : null);
    }
}

/// <summary>Sums over units of a ratio's denominators.</summary>
/// <param name="Sum">The sum.</param>
/// <param name="SumOfSquares">The sum of squares.</param>
/// <param name="SumOfProducts">The sum of each unit's value times its denominator.</param>
public sealed record DenominatorSums(Exact Sum, Exact SumOfSquares, Exact SumOfProducts)
{
    /// <summary>The sums over the units of both.</summary>
    public static DenominatorSums operator +(DenominatorSums left, DenominatorSums right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(left.Sum + right.Sum, left.SumOfSquares + right.SumOfSquares, left.SumOfProducts + right.SumOfProducts);
    }
}

/// <summary>Sums over units of a covariate: the same figure in the 28 days before the unit's exposure, for example.</summary>
/// <param name="Sum">The sum.</param>
/// <param name="SumOfSquares">The sum of squares.</param>
/// <param name="SumOfProducts">The sum of each unit's value times its covariate.</param>
/// <param name="SumOfDenominatorProducts">For a ratio, the sum of each unit's denominator times its covariate.</param>
public sealed record CovariateSums(Exact Sum, Exact SumOfSquares, Exact SumOfProducts, Exact SumOfDenominatorProducts = default)
{
    /// <summary>The sums over the units of both.</summary>
    public static CovariateSums operator +(CovariateSums left, CovariateSums right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(
            left.Sum + right.Sum,
            left.SumOfSquares + right.SumOfSquares,
            left.SumOfProducts + right.SumOfProducts,
            left.SumOfDenominatorProducts + right.SumOfDenominatorProducts);
    }
}
