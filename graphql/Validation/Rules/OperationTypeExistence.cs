using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.2.1.1 Operation Type Existence: the schema has a root type for each operation.</summary>
internal sealed class OperationTypeExistence : ValidationRule
{
    public override void Definition(ValidationContext context, DefinitionNode node)
    {
        if (node is OperationDefinitionNode operation && context.Schema.GetRoot(operation.Kind) is null)
            context.Report($"The {Printing.Keyword(operation.Kind)} operation is not supported by the schema.", node.Location);
    }
}
