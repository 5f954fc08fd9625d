using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.6.3 Input Object Field Uniqueness.</summary>
internal sealed class InputObjectFieldUniqueness : ValidationRule
{
    private readonly Dictionary<string, SourceLocation> known = new(StringComparer.Ordinal);

    public override void Value(ValidationContext context, ValueNode node, in InputPosition position)
    {
        if (node is not ObjectValueNode { Fields.Length: > 1 } value)
            return;
        known.Clear();
        foreach (var field in value.Fields)
        {
            if (!known.TryAdd(field.Name, field.Location))
                context.Report($"There can be only one input field named \"{field.Name}\".", known[field.Name], field.Location);
        }
    }
}
