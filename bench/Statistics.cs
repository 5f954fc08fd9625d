namespace Bench;

public static class Statistics
{
    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    public static double Quantile(IEnumerable<double> values, double share)
    {
        var ordered = values.Order().ToArray();
        return ordered[Math.Min((int)(ordered.Length * share), ordered.Length - 1)];
    }
}
