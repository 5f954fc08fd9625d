using System.Globalization;
using System.Text.Json;

namespace Experiments.Lifecycle;

/// <summary>Who gets which variant: variants that exist, a seed, percentile ranges that share nobody.</summary>
internal static class AllocationValidation
{
    internal const int MostRules = 100;
    internal const int MostNames = 10_000;

    internal static void Check(JsonElement allocation, string place, HashSet<string> variants, DefinitionProblems problems)
    {
        if (problems.Object(allocation, place, "default_when_enabled", "default_when_disabled", "user", "group", "percentile", "seed") is null)
            return;
        Variant(allocation, "default_when_enabled", place, variants, problems);
        Variant(allocation, "default_when_disabled", place, variants, problems);
        if (!allocation.TryGetProperty("seed", out var seed) || seed.ValueKind != JsonValueKind.String
            || seed.GetString() is not { Length: > 0 and <= DefinitionProblems.LongestName })
        {
            problems.Add(
                $"{place}.seed",
                $"A seed of 1 to {DefinitionProblems.LongestName} characters is needed: without one a flag is bucketed by its name and would reshuffle everybody when renamed.");
        }

        Rules(allocation, "user", "users", place, variants, problems);
        Rules(allocation, "group", "groups", place, variants, problems);
        Percentiles(allocation, place, variants, problems);
    }

    private static void Rules(JsonElement allocation, string name, string members, string place, HashSet<string> variants, DefinitionProblems problems)
    {
        var named = 0;
        var rules = problems.List(allocation, name, place, MostRules);
        for (var index = 0; index < rules.Length; index++)
        {
            var here = $"{place}.{name}[{index}]";
            if (problems.Object(rules[index], here, "variant", members) is not { } rule)
                continue;
            Variant(rule, "variant", here, variants, problems);
            if (!rule.TryGetProperty(members, out _))
                problems.Add($"{here}.{members}", $"'{members}' is missing: a list of names is needed.");
            var names = problems.List(rule, members, here, MostNames);
            named += names.Length;
            for (var each = 0; each < names.Length; each++)
                problems.Name(names[each], $"{here}.{members}[{each}]");
        }

        if (named > MostNames)
            problems.Add($"{place}.{name}", $"At most {MostNames} names are possible in all rules together; these are {named}.");
    }

    private static void Percentiles(JsonElement allocation, string place, HashSet<string> variants, DefinitionProblems problems)
    {
        var taken = new List<(double From, double To, int Index)>();
        var ranges = problems.List(allocation, "percentile", place, MostRules);
        for (var index = 0; index < ranges.Length; index++)
        {
            var here = $"{place}.percentile[{index}]";
            if (problems.Object(ranges[index], here, "variant", "from", "to") is not { } range)
                continue;
            Variant(range, "variant", here, variants, problems);
            if (Percent(range, "from", here, problems) is not { } from || Percent(range, "to", here, problems) is not { } to)
                continue;
            if (from >= to)
            {
                problems.Add($"{here}.to", $"A range ends above its beginning: 'to' has to be above {Shown(from)}.");
                continue;
            }

            if (taken.FirstOrDefault(other => from < other.To && other.From < to) is { To: > 0 } other)
                problems.Add(here, $"{Shown(from)} to {Shown(to)} overlaps percentile[{other.Index}], {Shown(other.From)} to {Shown(other.To)}: whoever falls into both would silently get the first.");
            taken.Add((from, to, index));
        }
    }

    private static void Variant(JsonElement json, string name, string place, HashSet<string> variants, DefinitionProblems problems)
    {
        if (problems.Name(json, name, place) is { } variant && !variants.Contains(variant))
            problems.Add($"{place}.{name}", $"No variant is named '{variant}'; these are: {string.Join(", ", variants)}.");
    }

    private static double? Percent(JsonElement json, string name, string place, DefinitionProblems problems)
    {
        if (json.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetDecimal(out var value) && value is >= 0 and <= 100)
            return number.GetDouble();
        problems.Add($"{place}.{name}", "A number from 0 to 100 is needed here.");
        return null;
    }

    private static string Shown(double percent) => percent.ToString(CultureInfo.InvariantCulture);
}
