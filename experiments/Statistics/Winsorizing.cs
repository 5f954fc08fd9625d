namespace Experiments.Statistics;

/// <summary>Values above a high percentile count as that percentile, so that one whale does not decide an experiment.</summary>
public static class Winsorizing
{
    /// <summary>
    /// The cap: the smallest value that at least the share <paramref name="percentile"/> of all values does not exceed, as PostgreSQL's
    /// <c>percentile_disc</c> has it. It is taken over the units of all arms pooled, those with 0 too: a cap for each arm would cut off the effect itself.
    /// </summary>
    /// <param name="values">Of all arms, in any order; at least one.</param>
    /// <param name="percentile">From 0 to 1.</param>
    public static decimal Cap(IEnumerable<decimal> values, double percentile)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (percentile is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "A percentile is between 0 and 1.");
        var ascending = values.Order().ToArray();
        if (ascending.Length == 0)
            throw new ArgumentException("There is no percentile of nothing.", nameof(values));
        // In doubles, as PostgreSQL multiplies, so that both choose the same value.
        return ascending[Math.Max(0, (int)Math.Ceiling(percentile * ascending.Length) - 1)];
    }

    /// <summary>The sums of one arm's values with those above the cap counted as the cap.</summary>
    public static ArmStatistics Statistics(IEnumerable<decimal> values, decimal cap)
        => ArmStatistics.OfValues(values.Select(value => Math.Min(value, cap)));
}
