using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>Not of the specification: the server may keep its schema to itself.</summary>
internal sealed class IntrospectionByPolicy : ValidationRule
{
    public override void Field(ValidationContext context, FieldNode node, CompositeType? parent, FieldDefinition? definition)
    {
        if (!context.Options.AllowIntrospection && node.Name is ("__schema" or "__type"))
            context.Report(Message(node), node.Location);
    }

    /// <summary>The error for one who may not ask, where others may.</summary>
    public static GraphQLError Refusal(FieldNode node) => new(Message(node)) { Code = ErrorCodes.ValidationFailed, Locations = [node.Location] };

    private static string Message(FieldNode node) =>
        $"GraphQL introspection has been disabled, but the requested query contained the field \"{node.Name}\".";
}
