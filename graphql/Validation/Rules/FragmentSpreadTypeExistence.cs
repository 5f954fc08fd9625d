using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.5.1.2 Fragment Spread Type Existence: types named by fragments, and by variables, exist.</summary>
internal sealed class FragmentSpreadTypeExistence : ValidationRule
{
    public override void TypeName(ValidationContext context, NamedTypeNode node)
    {
        if (context.Schema.GetType(node.Name) is not null)
            return;
        var suggestion = context.SuggestsNames
            ? NameSuggestions.DidYouMean(NameSuggestions.Near(node.Name, context.Schema.Types.Select(type => type.Name)))
            : "";
        context.Report($"Unknown type \"{node.Name}\".{suggestion}", node.Location);
    }
}
