using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.6.2 Input Object Field Names: a given field exists.</summary>
internal sealed class InputObjectFieldNames : ValidationRule
{
    public override void Value(ValidationContext context, ValueNode node, in InputPosition position)
    {
        if (node is not ObjectValueNode value || position.Type?.NamedType is not InputObjectType type)
            return;
        foreach (var field in value.Fields)
        {
            if (type.GetField(field.Name) is not null)
                continue;
            var suggestion = context.SuggestsNames ? NameSuggestions.DidYouMean(NameSuggestions.Near(field.Name, type.Fields.Select(known => known.Name))) : "";
            context.Report($"Field \"{field.Name}\" is not defined by type \"{type.Name}\".{suggestion}", field.Location);
        }
    }
}
