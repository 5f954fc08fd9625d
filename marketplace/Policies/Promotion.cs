using System.Text.RegularExpressions;

namespace Marketplace.Policies;

/// <summary>GRT-09: Connects that are given away, once to whoever is chosen. A campaign lasts from the version that names it to the one that does not.</summary>
/// <param name="Key">Its name for programs.</param>
/// <param name="Name">Its name for people: the line of their history.</param>
/// <param name="Connects">What each gets.</param>
/// <param name="Budget">What all get together, at most.</param>
/// <param name="ApprovedBy">Who answers for it.</param>
public sealed partial record Promotion(string Key, string Name, int Connects, long Budget, string ApprovedBy)
{
    internal static IEnumerable<string> Problems(IReadOnlyList<Promotion> promotions)
    {
        if (promotions.DistinctBy(p => p.Key).Count() != promotions.Count) yield return "promotions: a key stands twice";
        foreach (var promotion in promotions)
        {
            if (!KeyForm.IsMatch(promotion.Key)) yield return $"promotions: '{promotion.Key}' is no key: 1 to 50 small letters, digits and hyphens are expected";
            if (promotion.Name.Trim().Length is 0 or > 100) yield return $"promotions: {promotion.Key}: a name of 1 to 100 characters is expected";
            if (promotion.ApprovedBy.Trim().Length is 0 or > 100) yield return $"promotions: {promotion.Key}: say who approved it";
            if (promotion.Connects is < 1 or > 10_000) yield return $"promotions: {promotion.Key}: 1 to 10,000 Connects are expected";
            if (promotion.Budget < promotion.Connects || promotion.Budget > 100_000_000) yield return $"promotions: {promotion.Key}: a budget of {promotion.Connects} to 100,000,000 Connects is expected";
        }
    }

    [GeneratedRegex(@"\A[a-z0-9-]{1,50}\z", RegexOptions.None, 1000)]
    private static partial Regex KeyForm { get; }
}
