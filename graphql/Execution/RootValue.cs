namespace GraphQL.Execution;

/// <summary>The parent of root fields.</summary>
internal sealed class RootValue
{
    public static RootValue Instance { get; } = new();
}
