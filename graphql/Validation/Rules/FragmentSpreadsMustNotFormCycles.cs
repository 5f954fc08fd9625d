using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.5.2.2 Fragment Spreads Must Not Form Cycles.</summary>
internal sealed class FragmentSpreadsMustNotFormCycles : ValidationRule
{
    public override void CheckGraph(ValidationContext context)
    {
        foreach (var cycle in context.Graph.Cycles)
        {
            var via = string.Join(", ", cycle[..^1].Select(spread => $"\"{spread.Name}\""));
            context.Report(
                $"Cannot spread fragment \"{cycle[^1].Name}\" within itself{(via.Length > 0 ? $" via {via}" : "")}.",
                [.. cycle.Select(spread => spread.Location)]);
        }
    }
}
