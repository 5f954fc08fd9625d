using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>Not of the specification: the server may keep its schema to itself.</summary>
internal sealed class IntrospectionByPolicy : ValidationRule
{
    public override void Field(ValidationContext context, FieldNode node, CompositeType? parent, FieldDefinition? definition)
    {
        if (!context.Options.AllowIntrospection && node.Name is ("__schema" or "__type"))
            context.Report($"GraphQL introspection has been disabled, but the requested query contained the field \"{node.Name}\".", node.Location);
    }
}
