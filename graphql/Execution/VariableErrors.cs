using GraphQL.Planning;

namespace GraphQL.Execution;

/// <summary>What is wrong with a request's variables: so many errors as the reference implementation reports, and no further work.</summary>
internal sealed class VariableErrors(List<GraphQLError> errors)
{
    private const int Most = 50;

    /// <summary>How many were found.</summary>
    public int Count => errors.Count;

    /// <summary>True when more would not be reported.</summary>
    public bool IsFull { get; private set; }

    public void Add(VariablePlan variable, string message)
    {
        if (IsFull)
            return;
        IsFull = errors.Count >= Most;
        errors.Add(IsFull
            ? new GraphQLError("Too many errors processing variables, error limit reached. Execution aborted.") { Code = ErrorCodes.BadUserInput }
            : new GraphQLError(message) { Code = ErrorCodes.BadUserInput, Locations = [variable.Node.Location] });
    }
}
