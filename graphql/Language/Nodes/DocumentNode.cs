using System.Collections.Immutable;

namespace GraphQL.Language;

/// <summary>A whole document.</summary>
public sealed record DocumentNode(ImmutableArray<DefinitionNode> Definitions) : SyntaxNode
{
    /// <summary>How many tokens the document was read from; 0 where it was not.</summary>
    internal int TokenCount { get; init; }
}

/// <summary>An operation, a fragment, or a definition or extension of the type system.</summary>
public abstract record DefinitionNode(StringValueNode? Description) : SyntaxNode;

/// <summary>An operation or a fragment.</summary>
public abstract record ExecutableDefinitionNode(
    StringValueNode? Description,
    ImmutableArray<DirectiveNode> Directives,
    SelectionSetNode SelectionSet) : DefinitionNode(Description);

/// <summary>An operation; one without a name is anonymous.</summary>
public sealed record OperationDefinitionNode(
    OperationKind Kind,
    string? Name,
    ImmutableArray<VariableDefinitionNode> VariableDefinitions,
    ImmutableArray<DirectiveNode> Directives,
    SelectionSetNode SelectionSet,
    StringValueNode? Description = null) : ExecutableDefinitionNode(Description, Directives, SelectionSet)
{
    /// <summary>Where the name stands, when there is one.</summary>
    public SourceLocation NameLocation { get; init; }
}

/// <summary>A fragment with a name.</summary>
public sealed record FragmentDefinitionNode(
    string Name,
    NamedTypeNode TypeCondition,
    ImmutableArray<DirectiveNode> Directives,
    SelectionSetNode SelectionSet,
    StringValueNode? Description = null) : ExecutableDefinitionNode(Description, Directives, SelectionSet)
{
    /// <summary>Where the name stands.</summary>
    public SourceLocation NameLocation { get; init; }
}

/// <summary>A variable of an operation.</summary>
public sealed record VariableDefinitionNode(
    VariableNode Variable,
    TypeNode Type,
    ValueNode? DefaultValue,
    ImmutableArray<DirectiveNode> Directives,
    StringValueNode? Description = null) : SyntaxNode
{
    /// <summary>The variable's name, without its dollar sign.</summary>
    public string Name => Variable.Name;
}
