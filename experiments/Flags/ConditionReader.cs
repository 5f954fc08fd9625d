using System.Collections.Frozen;
using System.Text.Json;

namespace Experiments.Flags;

internal static class ConditionReader
{
    internal static Condition Read(JsonElement filter)
    {
        var parameters = FlagDefinitionReader.Member(filter, "parameters");
        return FlagDefinitionReader.Text(filter, "name") switch
        {
            TargetingCondition.Name or "Targeting" => Targeting(FlagDefinitionReader.Member(parameters, "Audience")),
            TimeWindowCondition.Name or "TimeWindow" => TimeWindow(parameters),
            AttributesCondition.Name => Attributes(parameters),
            var other => throw new FlagDefinitionException($"client_filters: '{other}' is not known here."),
        };
    }

    private static TargetingCondition Targeting(JsonElement audience)
    {
        Only(audience, "Users", "Groups", "DefaultRolloutPercentage");
        if (FlagDefinitionReader.Member(audience, "DefaultRolloutPercentage") is not { ValueKind: JsonValueKind.Number } rollout || rollout.GetDouble() != 0)
            throw new FlagDefinitionException("DefaultRolloutPercentage: it must be 0, a share of everybody is the allocation's matter.");
        var groups = FlagDefinitionReader.Array(audience, "Groups").Select(group =>
        {
            if (FlagDefinitionReader.Member(group, "RolloutPercentage") is not { ValueKind: JsonValueKind.Number } share || share.GetDouble() != 100)
                throw new FlagDefinitionException("RolloutPercentage: it must be 100, a share of a group is the allocation's matter.");
            return FlagDefinitionReader.Text(group, "Name");
        });
        return new(
            FlagDefinitionReader.Texts(audience, "Users").ToFrozenSet(StringComparer.Ordinal),
            groups.ToFrozenSet(StringComparer.Ordinal));
    }

    private static TimeWindowCondition TimeWindow(JsonElement parameters)
    {
        Only(parameters, "Start", "End");
        var window = new TimeWindowCondition(Instant(parameters, "Start"), Instant(parameters, "End"));
        return window is { From: null, Until: null }
            ? throw new FlagDefinitionException("Start, End: one of them is needed.")
            : window;
    }

    private static AttributesCondition Attributes(JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object)
            throw new FlagDefinitionException("parameters: an object of lists is needed.");
        return new(parameters.EnumerateObject().ToFrozenDictionary(
            attribute => attribute.Name,
            attribute => FlagDefinitionReader.Texts(parameters, attribute.Name).ToFrozenSet(StringComparer.Ordinal),
            StringComparer.Ordinal));
    }

    private static DateTimeOffset? Instant(JsonElement json, string name)
    {
        var member = FlagDefinitionReader.Member(json, name);
        if (member.ValueKind == JsonValueKind.Null)
            return null;
        return member.ValueKind == JsonValueKind.String && member.TryGetDateTimeOffset(out var instant)
            ? instant
            : throw new FlagDefinitionException($"{name}: an instant is needed.");
    }

    private static void Only(JsonElement json, params ReadOnlySpan<string> names)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new FlagDefinitionException("parameters: an object is needed.");
        foreach (var member in json.EnumerateObject())
        {
            if (!names.Contains(member.Name))
                throw new FlagDefinitionException($"{member.Name} is not known here.");
        }
    }
}
