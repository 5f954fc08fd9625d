using System.Text.Json;
using Experiments.Flags;

namespace Experiments.Lifecycle;

/// <summary>Whom a flag concerns at all: filters that every service evaluates alike.</summary>
internal static class ConditionsValidation
{
    internal const int MostFilters = 20;

    internal static void Check(JsonElement conditions, string place, DefinitionProblems problems)
    {
        if (problems.Object(conditions, place, "requirement_type", "client_filters") is null)
            return;
        if (conditions.TryGetProperty("requirement_type", out var requirement) && !(requirement.ValueKind == JsonValueKind.String && requirement.GetString() is "Any" or "All"))
            problems.Add($"{place}.requirement_type", "Any or All is needed here.");
        var filters = problems.List(conditions, "client_filters", place, MostFilters);
        for (var index = 0; index < filters.Length; index++)
            Filter(filters[index], $"{place}.client_filters[{index}]", problems);
    }

    private static void Filter(JsonElement filter, string place, DefinitionProblems problems)
    {
        if (problems.Object(filter, place, "name", "parameters") is null)
            return;
        if (problems.Name(filter, "name", place) is not { } name)
            return;
        if (name is not (TargetingCondition.Name or "Targeting" or TimeWindowCondition.Name or "TimeWindow" or AttributesCondition.Name))
        {
            problems.Add(
                $"{place}.name",
                $"No filter is named '{name}'; these are: {TargetingCondition.Name}, {TimeWindowCondition.Name}, {AttributesCondition.Name}.");
            return;
        }

        try
        {
            if (ConditionReader.Read(filter) is TimeWindowCondition { From: { } from, Until: { } until } && from >= until)
                problems.Add($"{place}.parameters.End", "The window ends after it starts: 'End' has to be later than 'Start'.");
        }
        catch (FlagDefinitionException problem)
        {
            problems.Add($"{place}.parameters", problem.Message);
        }
    }
}
