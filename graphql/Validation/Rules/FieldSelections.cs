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
        var types = NameSuggestions.DidYouMean(TypeSuggestions.With(schema, parent, name), "to use an inline fragment on");
        return types.Length > 0 || parent is not ComplexType complex
            ? types
            : NameSuggestions.DidYouMean(NameSuggestions.Near(name, complex.Fields.Select(field => field.Name)));
    }
}
