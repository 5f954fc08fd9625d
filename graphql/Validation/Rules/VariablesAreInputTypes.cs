using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.8.2 Variables Are Input Types.</summary>
internal sealed class VariablesAreInputTypes : ValidationRule
{
    public override void Variable(ValidationContext context, VariableDefinitionNode node)
    {
        if (context.Schema.GetType(node.Type) is { IsInput: false })
            context.Report($"Variable \"${node.Name}\" cannot be non-input type \"{GraphQLPrinter.Print(node.Type)}\".", node.Type.Location);
    }
}
