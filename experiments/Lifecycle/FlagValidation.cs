using System.Text.Json;

namespace Experiments.Lifecycle;

internal static class FlagValidation
{
    internal static Invalid? Check(NewFlag flag)
    {
        if (!Words.IsKey(flag.Key))
            return Words.NotAKey("key");
        if (string.IsNullOrWhiteSpace(flag.Description))
            return new("description", "Say what the flag decides.");
        if (flag.Variants.Count == 0)
            return new("variants", "A flag has at least one variant.");
        if (flag.Variants.Any(variant => string.IsNullOrWhiteSpace(variant.Name)))
            return new("variants", "Every variant has a name.");
        if (flag.Variants.Any(variant => variant.Configuration.ValueKind == JsonValueKind.Undefined))
            return new("variants", "Every variant has a configuration; null is one.");
        if (flag.Variants.DistinctBy(variant => variant.Name, StringComparer.OrdinalIgnoreCase).Count() != flag.Variants.Count)
            return new("variants", "Two variants have the same name.");
        if (flag.Variants.All(variant => variant.Name != flag.DefaultVariant))
            return new("defaultVariant", $"No variant is named '{flag.DefaultVariant}'.");
        if (flag.Variants.All(variant => variant.Name != flag.OffVariant))
            return new("offVariant", $"No variant is named '{flag.OffVariant}'.");
        return null;
    }
}
