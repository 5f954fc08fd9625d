using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.3.1 Field Selections: a selected field exists.</summary>
internal sealed class FieldSelections : ValidationRule
{
    public override void Field(ValidationContext context, FieldNode node, CompositeType? parent, FieldDefinition? definition)
    {
        if (parent is null || definition is not null)
            return;
        var suggestion = context.SuggestsNames ? Suggest(context.Schema, parent, node.Name) : "";
        context.Report($"Cannot query field \"{node.Name}\" on type \"{parent.Name}\".{suggestion}", node.Location);
    }

    private static string Suggest(Schema schema, CompositeType parent, string name)
    {
        var types = NameSuggestions.DidYouMean(TypesWith(schema, parent, name), "to use an inline fragment on");
        return types.Length > 0 || parent is not ComplexType complex
            ? types
            : NameSuggestions.DidYouMean(NameSuggestions.Near(name, complex.Fields.Select(field => field.Name)));
    }

    // Interfaces that more of the possible types share come first, and before the types themselves.
    private static string[] TypesWith(Schema schema, CompositeType parent, string name)
    {
        if (parent is ObjectType)
            return [];

        var counts = new Dictionary<ComplexType, int>();
        foreach (var type in schema.GetPossibleTypes(parent).Where(type => type.GetField(name) is not null))
        {
            counts[type] = 1;
            foreach (var @interface in type.Interfaces.Where(one => one.GetField(name) is not null))
                counts[@interface] = counts.GetValueOrDefault(@interface) + 1;
        }

        return
        [
            .. counts.OrderByDescending(type => type.Value).ThenBy(type => type.Key is ObjectType)
                .ThenBy(type => type.Key.Name, StringComparer.Ordinal).Select(type => type.Key.Name),
        ];
    }
}
