using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation;

/// <summary>What the rules share while a document is checked.</summary>
internal sealed class ValidationContext
{
    // A document may make a message of whatever it holds, and up to a hundred of them.
    private const int LongestMessage = 2_000;
    private readonly List<GraphQLError> errors = [];

    public ValidationContext(Schema schema, DocumentNode document, ValidationOptions options)
    {
        Schema = schema;
        Document = document;
        Options = options;
        foreach (var definition in document.Definitions)
        {
            if (definition is ExecutableDefinitionNode executable)
            {
                var uses = new DefinitionUses(executable);
                Definitions.Add(uses);
                if (executable is FragmentDefinitionNode fragment)
                    Fragments[fragment.Name] = uses;
            }
        }
    }

    public Schema Schema { get; }

    public DocumentNode Document { get; }

    public ValidationOptions Options { get; }

    /// <summary>The operations and fragments in the document's order.</summary>
    public List<DefinitionUses> Definitions { get; } = [];

    /// <summary>The fragments by name; of several with one name the last, as in the reference implementation.</summary>
    public Dictionary<string, DefinitionUses> Fragments { get; } = new(StringComparer.Ordinal);

    public IEnumerable<(OperationDefinitionNode Node, DefinitionUses Uses)> Operations =>
        from uses in Definitions where uses.Definition is OperationDefinitionNode select ((OperationDefinitionNode)uses.Definition, uses);

    /// <summary>Which fragment uses which; known once the document was walked.</summary>
    public FragmentGraph Graph { get; set; } = null!;

    public IReadOnlyList<GraphQLError> Errors => errors;

    /// <summary>True when more errors would not be reported.</summary>
    public bool IsFull { get; private set; }

    public bool SuggestsNames => Options is { SuggestNames: true, AllowIntrospection: true };

    public void Report(string message, params ReadOnlySpan<SourceLocation> locations)
    {
        if (IsFull)
            return;

        errors.Add(new GraphQLError(ErrorText.Shorten(message, LongestMessage)) { Locations = [.. locations], Code = ErrorCodes.ValidationFailed });
        if (errors.Count < Options.MaximumErrors)
            return;
        IsFull = true;
        errors.Add(new GraphQLError("Too many validation errors, error limit reached. Validation aborted.") { Code = ErrorCodes.ValidationFailed });
    }
}
