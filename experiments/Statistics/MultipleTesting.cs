namespace Experiments.Statistics;

/// <summary>P-values of several questions, adjusted so that each can be compared with the level as if it were alone. Answers are in the order of the questions.</summary>
public static class MultipleTesting
{
    /// <summary>
    /// The share of false discoveries among discoveries stays at the level on average: the k-th smallest of m times m / k, and no more than any
    /// larger one's. See Benjamini and Hochberg, Controlling the False Discovery Rate (Journal of the Royal Statistical Society B 57, 1995).
    /// </summary>
    public static IReadOnlyList<double> BenjaminiHochberg(IReadOnlyList<double> pValues)
    {
        var order = Ascending(pValues);
        var adjusted = new double[order.Length];
        var least = 1.0;
        for (var rank = order.Length; rank >= 1; rank--)
            adjusted[order[rank - 1]] = least = Math.Min(least, pValues[order[rank - 1]] * ((double)order.Length / rank));
        return adjusted;
    }

    /// <summary>
    /// The chance of any false discovery stays at the level: the k-th smallest of m times m - k + 1, and no less than any smaller one's. See
    /// Holm, A Simple Sequentially Rejective Multiple Test Procedure (Scandinavian Journal of Statistics 6, 1979).
    /// </summary>
    public static IReadOnlyList<double> Holm(IReadOnlyList<double> pValues)
    {
        var order = Ascending(pValues);
        var adjusted = new double[order.Length];
        var most = 0.0;
        for (var rank = 1; rank <= order.Length; rank++)
            adjusted[order[rank - 1]] = most = Math.Max(most, Math.Min(1, pValues[order[rank - 1]] * (order.Length - rank + 1)));
        return adjusted;
    }

    /// <summary>The same promise as Holm's, kept by multiplying each with their number.</summary>
    public static IReadOnlyList<double> Bonferroni(IReadOnlyList<double> pValues)
        => [.. Ascending(pValues).Order().Select(index => Math.Min(1, pValues[index] * pValues.Count))];

    private static int[] Ascending(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        if (pValues.Any(p => p is not (>= 0 and <= 1)))
            throw new ArgumentOutOfRangeException(nameof(pValues), "A p-value is between 0 and 1.");
        return [.. Enumerable.Range(0, pValues.Count).OrderBy(index => pValues[index])];
    }
}
