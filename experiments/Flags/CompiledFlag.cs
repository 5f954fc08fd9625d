using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Experiments.Flags;

/// <summary>
/// A definition turned into look-ups. The order is the library's own: disabled, conditions, user, group, percentile, default; the
/// first rule that matches decides.
/// </summary>
internal sealed class CompiledFlag
{
    private readonly TimeProvider clock;
    private readonly bool enabled;
    private readonly bool allConditions;
    private readonly Condition[] conditions;
    private readonly Evaluation whenOff;
    private readonly Evaluation whenRefused;
    private readonly Evaluation whenNothingMatches;
    private readonly FrozenDictionary<string, Evaluation>.AlternateLookup<ReadOnlySpan<char>> users;
    private readonly bool anyUsers;
    private readonly (FrozenSet<string> Names, Evaluation Evaluation)[] groups;
    private readonly (double From, double To, Evaluation Evaluation)[] percentiles;
    private readonly byte[] seed;

    internal CompiledFlag(
        FlagDefinition definition,
        bool enabled,
        RunningExperiment? experiment,
        TimeProvider clock,
        IReadOnlyDictionary<string, string>? overrides = null)
    {
        this.clock = clock;
        this.enabled = enabled;
        allConditions = definition.AllConditions;
        conditions = [.. definition.Conditions];
        var configurations = definition.Variants.ToDictionary(variant => variant.Name, variant => variant.Configuration, StringComparer.Ordinal);
        var treatments = definition.Variants.ToDictionary(
            variant => variant.Name,
            variant => experiment is null ? null : new Treatment(experiment.Key, variant.Name),
            StringComparer.Ordinal);

        Evaluation Outcome(string variant, EvaluationReason reason, bool treated = false)
            => new(variant, configurations[variant], reason, treated ? treatments[variant] : null);

        whenOff = Outcome(definition.DefaultWhenDisabled, EvaluationReason.Off);
        whenRefused = Outcome(definition.DefaultWhenDisabled, experiment is { HasAudience: true } ? EvaluationReason.NotInExperiment : EvaluationReason.Off);
        whenNothingMatches = Outcome(definition.DefaultWhenEnabled, experiment is null ? EvaluationReason.Default : EvaluationReason.NotInExperiment);

        var named = new Dictionary<string, Evaluation>(StringComparer.Ordinal);
        foreach (var rule in definition.Users)
        {
            foreach (var user in rule.Names)
            {
                if (overrides is not null && overrides.TryGetValue(user, out var forced) && forced == rule.Variant)
                {
                    named.TryAdd(user, Outcome(rule.Variant, EvaluationReason.Overridden));
                    continue;
                }

                var drawn = experiment is not null && experiment.Drawn.TryGetValue(user, out var arm) && string.Equals(arm, rule.Variant, StringComparison.Ordinal);
                named.TryAdd(user, Outcome(rule.Variant, drawn ? EvaluationReason.Allocated : EvaluationReason.Targeted, drawn));
            }
        }

        anyUsers = named.Count > 0;
        users = named.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        groups = [.. definition.Groups.Select(rule => (rule.Names.ToFrozenSet(StringComparer.Ordinal), Outcome(rule.Variant, EvaluationReason.Targeted)))];
        percentiles = [.. definition.Percentiles.Select(range => (
            AsWritten(range.From),
            AsWritten(range.To),
            Outcome(range.Variant, EvaluationReason.Allocated, treated: experiment is not null)))];
        seed = Encoding.UTF8.GetBytes(definition.EffectiveSeed);
    }

    /// <summary>What divides units; every flag has one.</summary>
    internal byte[] Seed => seed;

    internal Evaluation Evaluate(ReadOnlySpan<char> unit, UnitContext? context)
        => IsSettled(unit, context, out var evaluation) ? evaluation : AtPlace(Bucket.Of(unit, seed));

    /// <summary>Whether a rule decides before the percentile ranges do, and what.</summary>
    internal bool IsSettled(ReadOnlySpan<char> unit, UnitContext? context, out Evaluation evaluation)
    {
        if (unit.IsEmpty)
            throw new ArgumentException("A unit has a key: the library would put all that have none into one bucket.", nameof(unit));
        if (!enabled)
            evaluation = whenOff;
        else if (!ConditionsHold(unit, context))
            evaluation = whenRefused;
        else if (anyUsers && users.TryGetValue(unit, out var named))
            evaluation = named;
        else if (context is not null && groups.Length > 0 && ByGroup(context) is { } grouped)
            evaluation = grouped;
        else if (percentiles.Length == 0)
            evaluation = whenNothingMatches;
        else
        {
            evaluation = default;
            return false;
        }

        return true;
    }

    /// <summary>What the percentile ranges say of a place.</summary>
    internal Evaluation AtPlace(double place)
    {
        foreach (var (from, to, evaluation) in percentiles)
        {
            // The last bucket includes its end, as in the library: the largest hash is exactly 100.
            if (place >= from && (place < to || to == 100))
                return evaluation;
        }

        return whenNothingMatches;
    }

    // The library reads the number's text; a cast may differ from that in the last bit.
    internal static double AsWritten(decimal percent) => double.Parse(percent.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private bool ConditionsHold(ReadOnlySpan<char> unit, UnitContext? context)
    {
        foreach (var condition in conditions)
        {
            if (condition.Holds(unit, context, clock) != allConditions)
                return !allConditions;
        }

        return allConditions || conditions.Length == 0;
    }

    private Evaluation? ByGroup(UnitContext context)
    {
        foreach (var (names, evaluation) in groups)
        {
            foreach (var group in context.GroupNames)
            {
                if (names.Contains(group))
                    return evaluation;
            }
        }

        return null;
    }
}

/// <summary>What a flag's evaluation needs to know of the experiment that runs on it.</summary>
/// <param name="Key">The experiment.</param>
/// <param name="HasAudience">Whether its audience is in the flag's conditions.</param>
/// <param name="Drawn">Arm by unit, where units are drawn one by one.</param>
internal sealed record RunningExperiment(string Key, bool HasAudience, IReadOnlyDictionary<string, string> Drawn);
