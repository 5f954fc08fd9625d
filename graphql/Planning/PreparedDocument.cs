using System.Collections.Concurrent;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Planning;

/// <summary>A valid document with the plans of its operations, made when first needed.</summary>
internal sealed class PreparedDocument
{
    private readonly Schema schema;
    private readonly DocumentNode document;
    private readonly OperationDefinitionNode[] operations;
    private readonly ConcurrentDictionary<OperationDefinitionNode, OperationPlan> plans = new(ReferenceEqualityComparer.Instance);
    private OperationPlan? only;

    public PreparedDocument(Schema schema, DocumentNode document)
    {
        this.schema = schema;
        this.document = document;
        operations = [.. document.Definitions.OfType<OperationDefinitionNode>()];
    }

    /// <summary>The operation of this name, or the only one when no name is given; null, and the error, when there is none.</summary>
    public OperationDefinitionNode? Find(string? name, out GraphQLError? error)
    {
        error = null;
        if (string.IsNullOrEmpty(name))
        {
            if (operations.Length == 1)
                return operations[0];
            error = new GraphQLError(operations.Length == 0
                ? "Must provide an operation."
                : "Must provide operation name if query contains multiple operations.") { Code = ErrorCodes.BadRequest };
            return null;
        }

        var found = Array.Find(operations, operation => operation.Name == name);
        if (found is null)
            error = new GraphQLError($"Unknown operation named \"{name}\".") { Code = ErrorCodes.BadRequest };
        return found;
    }

    public OperationPlan PlanOf(OperationDefinitionNode operation)
    {
        if (operations.Length == 1)
            return only ??= OperationPlanner.Plan(schema, document, operation);
        return plans.GetOrAdd(operation, node => OperationPlanner.Plan(schema, document, node));
    }
}
