using System.Collections.Immutable;

namespace GraphQL.Language;

/// <summary>What is selected of one object: never empty in a document that was parsed.</summary>
public sealed record SelectionSetNode(ImmutableArray<SelectionNode> Selections) : SyntaxNode;

/// <summary>A field, a fragment spread or an inline fragment.</summary>
public abstract record SelectionNode(ImmutableArray<DirectiveNode> Directives) : SyntaxNode;

/// <summary>A selected field.</summary>
public sealed record FieldNode(
    string? Alias,
    string Name,
    ImmutableArray<ArgumentNode> Arguments,
    ImmutableArray<DirectiveNode> Directives,
    SelectionSetNode? SelectionSet) : SelectionNode(Directives)
{
    /// <summary>The key of the field's value in the response.</summary>
    public string ResponseName => Alias ?? Name;
}

/// <summary>The use of a fragment that has a name.</summary>
public sealed record FragmentSpreadNode(string Name, ImmutableArray<DirectiveNode> Directives) : SelectionNode(Directives)
{
    /// <summary>Where the name stands.</summary>
    public SourceLocation NameLocation { get; init; }
}

/// <summary>A fragment at the place of its use; without a type condition it has the type of what encloses it.</summary>
public sealed record InlineFragmentNode(
    NamedTypeNode? TypeCondition,
    ImmutableArray<DirectiveNode> Directives,
    SelectionSetNode SelectionSet) : SelectionNode(Directives);

/// <summary>A directive where it is used.</summary>
public sealed record DirectiveNode(string Name, ImmutableArray<ArgumentNode> Arguments) : SyntaxNode;

/// <summary>An argument of a field or a directive.</summary>
public sealed record ArgumentNode(string Name, ValueNode Value) : SyntaxNode;
