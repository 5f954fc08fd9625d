using GraphQL.Execution;
using GraphQL.Instrumentation;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Planning;

/// <summary>A valid document with the plans of its operations.</summary>
internal sealed class PreparedDocument
{
    // What a token's part of the syntax tree takes, and a character of a string's content, about.
    private const int BytesPerToken = 100;
    private const int BytesPerCharacter = 2;
    private readonly OperationPlans[] operations;
    private readonly PlanSpace space;
    private readonly long own;

    /// <summary>Takes a valid document.</summary>
    /// <param name="schema">The schema it is valid for.</param>
    /// <param name="document">The document.</param>
    /// <param name="instruments">What measures the planning.</param>
    /// <param name="length">The bytes of its text.</param>
    /// <param name="grown">Told how many bytes plans take when they are kept.</param>
    public PreparedDocument(Schema schema, DocumentNode document, Instruments? instruments = null, int length = 0, Action<long>? grown = null)
    {
        own = ((long)document.TokenCount * BytesPerToken) + ((long)length * BytesPerCharacter);
        space = new PlanSpace(grown);
        operations = [.. document.Definitions.OfType<OperationDefinitionNode>().Select(operation => new OperationPlans(schema, document, operation, space, instruments))];
    }

    /// <summary>The bytes that the document takes with the plans made so far, by estimate.</summary>
    public long Memory => own + space.Memory;

    /// <summary>The operation of this name, or the only one when no name is given; null, and the error, when there is none.</summary>
    public OperationDefinitionNode? Find(string? name, out GraphQLError? error)
    {
        error = null;
        if (string.IsNullOrEmpty(name))
        {
            if (operations.Length == 1)
                return operations[0].Operation;
            error = new GraphQLError(operations.Length == 0
                ? "Must provide an operation."
                : "Must provide operation name if query contains multiple operations.") { Code = ErrorCodes.BadRequest };
            return null;
        }

        var found = Array.Find(operations, plans => plans.Operation.Name == name);
        if (found is null)
            error = new GraphQLError($"Unknown operation named \"{name}\".") { Code = ErrorCodes.BadRequest };
        return found?.Operation;
    }

    /// <summary>The operation's variables with their types.</summary>
    public VariablePlan[] VariablesOf(OperationDefinitionNode operation) => PlansOf(operation).Variables;

    /// <summary>The operation's plan for these variables; null, and the error, when it cannot be executed with them.</summary>
    public OperationPlan? PlanOf(OperationDefinitionNode operation, VariableValues variables, out GraphQLError? error) =>
        PlansOf(operation).For(variables, out error);

    private OperationPlans PlansOf(OperationDefinitionNode operation) =>
        operations.Length == 1 ? operations[0] : Array.Find(operations, plans => ReferenceEquals(plans.Operation, operation))!;
}
