using Marketplace.Simulation.Model;

namespace Marketplace.Simulation.Truth;

/// <summary>Metrics of a play by the model's own records, as the experiments define them: facts count from the unit's exposure on, until the experiment ended.</summary>
internal static class Tally
{
    /// <summary>By category; a metric's sum over the units of one arm, and how many units there are.</summary>
    public static ArmSums RateCard(Play play, string arm)
    {
        var sums = new ArmSums();
        var until = play.Timeline.RateCardUntil!.Value;
        foreach (var category in play.Market.Vacancies.GroupBy(v => v.Category))
        {
            if (play.Market.ExposedAt(category.Key) is not { } exposed || !category.Any(v => v.Arm == arm))
            {
                continue;
            }

            var proposals = category.SelectMany(v => v.Applications).Where(a => a.At >= exposed && a.At < until).ToList();
            sums.Units++;
            sums.Add("connects-spent", proposals.Sum(a => a.Price));
            sums.Add("proposals", proposals.Count);
            sums.Add("jobs-posted", category.Count(v => v.StandardPrice > 0 && v.PostedAt >= exposed && v.PostedAt < until));
        }

        return sums;
    }

    /// <summary>By account.</summary>
    public static ArmSums Reward(Play play, string arm)
    {
        var sums = new ArmSums();
        var proposals = play.Market.Vacancies.SelectMany(v => v.Applications).ToLookup(a => a.Talent.Index);
        foreach (var talent in play.Population.Talents.Where(t => t.RewardArm == arm))
        {
            var after = proposals[talent.Index].Where(a => a.At >= talent.ExposedAt).ToList();
            sums.Units++;
            sums.Add("proposals", after.Count);
            sums.Add("connects-spent", after.Sum(a => a.Price));
            sums.Add("interviews-won", talent.Won.Count(at => at >= talent.ExposedAt));
        }

        return sums;
    }
}

/// <summary>Sums of facts over the units of an arm.</summary>
internal sealed class ArmSums
{
    private readonly Dictionary<string, double> _sums = new(StringComparer.Ordinal);

    public int Units { get; set; }

    public void Add(string fact, double value) => _sums[fact] = _sums.GetValueOrDefault(fact) + value;

    /// <summary>A mean per unit, or with a denominator the ratio of two sums.</summary>
    public double Value(string numerator, string? denominator) =>
        _sums.GetValueOrDefault(numerator) / Math.Max(1, denominator is null ? Units : _sums.GetValueOrDefault(denominator));
}
