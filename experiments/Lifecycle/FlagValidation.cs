using System.Text.Json;
using Experiments.Flags;

namespace Experiments.Lifecycle;

internal static class FlagValidation
{
    internal const int LongestDescription = 2_000;
    internal const int LongestReason = 2_000;

    internal static Invalid? Check(NewFlag flag)
    {
        if (!Words.IsKey(flag.Key))
            return Words.NotAKey("key");
        if (Description(flag.Description) is { } description)
            return description;
        if (flag.Variants.Count == 0)
            return new("variants", "A flag has at least one variant.");
        if (flag.Variants.Count > DefinitionValidation.MostVariants)
            return new("variants", $"At most {DefinitionValidation.MostVariants} variants are possible; these are {flag.Variants.Count}.");
        foreach (var (index, variant) in flag.Variants.Index())
        {
            if (string.IsNullOrWhiteSpace(variant.Name) || !Words.IsText(variant.Name))
                return new($"variants[{index}].name", "Every variant has a name.");
            if (variant.Configuration.ValueKind == JsonValueKind.Undefined)
                return new($"variants[{index}].configuration", "Every variant has a configuration; null is one.");
            if (JsonShape.Check(variant.Configuration, $"variants[{index}].configuration", DefinitionValidation.MostBytes) is { } shape)
                return shape;
        }

        if (flag.Variants.DistinctBy(variant => variant.Name, StringComparer.OrdinalIgnoreCase).Count() != flag.Variants.Count)
            return new("variants", "Two variants have the same name; names differ in more than upper and lower case.");
        if (flag.Variants.All(variant => variant.Name != flag.DefaultVariant))
            return NoVariant("defaultVariant", flag.DefaultVariant, flag.Variants);
        if (flag.Variants.All(variant => variant.Name != flag.OffVariant))
            return NoVariant("offVariant", flag.OffVariant, flag.Variants);

        var definition = JsonSerializer.SerializeToElement(ExperimentRules.NewDefinition(flag));
        return DefinitionValidation.Check(definition, flag.Key) is { } problem
            ? problem with { Field = AsInput(problem.Field) }
            : null;
    }

    internal static Invalid? Description(string? description)
        => string.IsNullOrWhiteSpace(description) || description.Length > LongestDescription || !Words.IsText(description)
            ? new("description", $"Say what the flag decides, in 1 to {LongestDescription} characters.")
            : null;

    internal static Invalid? Reason(string? reason)
        => string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason || !Words.IsText(reason)
            ? new("reason", $"Say why, in 1 to {LongestReason} characters, for those who read the audit log.")
            : null;

    private static Invalid NoVariant(string field, string name, IReadOnlyList<FlagVariant> variants)
        => new(field, $"No variant is named '{name}'; these are: {string.Join(", ", variants.Select(variant => variant.Name))}.");

    // The input of a new flag has no definition: its fields are named as the client wrote them.
    private static string AsInput(string place) => place
        .Replace("definition.", "", StringComparison.Ordinal)
        .Replace("configuration_value", "configuration", StringComparison.Ordinal);
}
