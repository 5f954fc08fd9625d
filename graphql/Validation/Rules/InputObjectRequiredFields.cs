using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.6.4 Input Object Required Fields: a non-null field without a default is given.</summary>
internal sealed class InputObjectRequiredFields : ValidationRule
{
    public override void Value(ValidationContext context, ValueNode node, in InputPosition position)
    {
        if (node is not ObjectValueNode value || position.Type?.NamedType is not InputObjectType type)
            return;
        foreach (var field in type.Fields)
        {
            if (field.IsRequired && !value.Fields.Any(given => given.Name == field.Name))
                context.Report($"Field \"{type.Name}.{field.Name}\" of required type \"{field.Type}\" was not provided.", node.Location);
        }
    }
}
