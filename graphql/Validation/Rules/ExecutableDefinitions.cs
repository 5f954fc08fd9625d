using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.1.1 Executable Definitions: a document to be executed defines no types.</summary>
internal sealed class ExecutableDefinitions : ValidationRule
{
    public override void Definition(ValidationContext context, DefinitionNode node)
    {
        if (node is TypeSystemNode)
            context.Report($"The {NameOf(node)} definition is not executable.", node.Location);
    }

    private static string NameOf(DefinitionNode node) => node switch
    {
        TypeDefinitionNode type => $"\"{type.Name}\"",
        DirectiveDefinitionNode directive => $"\"{directive.Name}\"",
        _ => "schema",
    };
}
