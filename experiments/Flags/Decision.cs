using System.Globalization;

namespace Experiments.Flags;

/// <summary>How a flag decides for one unit, in words.</summary>
/// <param name="Variant">The variant it comes to.</param>
/// <param name="Reason">The step that decided.</param>
/// <param name="Bucket">Where the unit falls from 0 to 100, where percentile ranges matter.</param>
/// <param name="Steps">Each step, in the order in which they are taken.</param>
internal sealed record Decision(string Variant, EvaluationReason Reason, double? Bucket, IReadOnlyList<string> Steps);

/// <summary>
/// The same walk as <see cref="CompiledFlag.Evaluate"/>, slowly and aloud. A property test holds both to the same outcome.
/// </summary>
internal sealed class DecisionWalk(FlagDefinition definition, bool enabled, RunningExperiment? experiment, IReadOnlyDictionary<string, string> overrides, TimeProvider clock)
{
    private readonly List<string> steps = [];
    private double? bucket;

    /// <param name="unit">For whom.</param>
    /// <param name="place">Says where a bucket lies among an experiment's regions, before the range that decides is named.</param>
    internal Decision Explain(UnitContext unit, Func<double, IEnumerable<string>>? place = null)
    {
        if (!enabled)
            return Off("The flag is off", EvaluationReason.Off);
        steps.Add($"The flag '{definition.Id}' is enabled.");
        if (!ConditionsHold(unit))
            return Off("The unit is outside", experiment is { HasAudience: true } ? EvaluationReason.NotInExperiment : EvaluationReason.Off);
        return ByUser(unit) ?? ByGroup(unit) ?? ByPercentile(unit, place) ?? ByDefault();
    }

    internal static string Shown(double percent) => percent.ToString("0.######", CultureInfo.InvariantCulture);

    private Decision Off(string why, EvaluationReason reason) => Decided($"{why}: it gets the variant for disabled, '{definition.DefaultWhenDisabled}'.", definition.DefaultWhenDisabled, reason);

    private Decision Decided(string step, string variant, EvaluationReason reason)
    {
        steps.Add(step);
        return new Decision(variant, reason, bucket, steps);
    }

    private bool ConditionsHold(UnitContext unit)
    {
        if (definition.Conditions.Count == 0)
        {
            steps.Add("There is no audience: the flag's rules concern everybody.");
            return true;
        }

        var held = definition.Conditions.Select(condition =>
        {
            var holds = condition.Holds(unit.UserId, unit, clock);
            steps.Add($"The audience's filter {NameOf(condition)} {(holds ? "holds" : "does not hold")}.");
            return holds;
        }).ToArray();
        var all = definition.AllConditions ? held.All(holds => holds) : held.Any(holds => holds);
        steps.Add($"{(definition.AllConditions ? "All" : "Any")} of the audience's filters must hold: the unit is {(all ? "inside" : "outside")}.");
        return all;
    }

    private Decision? ByUser(UnitContext unit)
    {
        var forced = overrides.TryGetValue(unit.UserId, out var arm);
        if (!forced)
            steps.Add("No override for testing is set for it.");
        if (definition.Users.FirstOrDefault(rule => rule.Names.Contains(unit.UserId, StringComparer.Ordinal)) is not { } named)
        {
            steps.Add("No rule of the flag names it.");
            return null;
        }

        if (forced && arm == named.Variant)
            return Decided($"An override for testing forces it into '{named.Variant}'; it is left out of the results.", named.Variant, EvaluationReason.Overridden);
        return experiment is not null && experiment.Drawn.TryGetValue(unit.UserId, out var drawn) && drawn == named.Variant
            ? Decided($"The draw of the experiment '{experiment.Key}' gave it '{named.Variant}'.", named.Variant, EvaluationReason.Allocated)
            : Decided($"A rule of the flag names it: it gets '{named.Variant}' and is no part of any experiment's results.", named.Variant, EvaluationReason.Targeted);
    }

    private Decision? ByGroup(UnitContext unit)
    {
        foreach (var rule in definition.Groups)
        {
            if (rule.Names.Intersect(unit.Groups, StringComparer.Ordinal).FirstOrDefault() is { } group)
                return Decided($"It belongs to '{group}', for which a rule of the flag says '{rule.Variant}'; it is no part of any experiment's results.", rule.Variant, EvaluationReason.Targeted);
        }

        if (definition.Groups.Count > 0)
            steps.Add("It belongs to no group that a rule of the flag names.");
        return null;
    }

    private Decision? ByPercentile(UnitContext unit, Func<double, IEnumerable<string>>? place)
    {
        if (definition.Percentiles.Count == 0)
            return null;
        var at = Bucket.Of(unit.UserId, definition.EffectiveSeed);
        bucket = at;
        steps.Add($"Under the seed '{definition.EffectiveSeed}' it falls into bucket {Shown(at)} of 100.");
        steps.AddRange(place?.Invoke(at) ?? []);
        foreach (var range in definition.Percentiles)
        {
            var (from, to) = (CompiledFlag.AsWritten(range.From), CompiledFlag.AsWritten(range.To));
            if (at >= from && (at < to || to == 100))
                return Decided($"The range from {Shown(from)} to {Shown(to)} gives it '{range.Variant}'.", range.Variant, EvaluationReason.Allocated);
        }

        steps.Add("No range in use holds that bucket.");
        return null;
    }

    private Decision ByDefault() => experiment is null
        ? Decided($"No rule concerns it: it gets the default variant, '{definition.DefaultWhenEnabled}'.", definition.DefaultWhenEnabled, EvaluationReason.Default)
        : Decided($"It is not in the experiment '{experiment.Key}': it gets the default variant, '{definition.DefaultWhenEnabled}'.", definition.DefaultWhenEnabled, EvaluationReason.NotInExperiment);

    private static string NameOf(Condition condition) => condition switch
    {
        TargetingCondition => TargetingCondition.Name,
        TimeWindowCondition => TimeWindowCondition.Name,
        AttributesCondition => AttributesCondition.Name,
        _ => condition.GetType().Name,
    };
}
