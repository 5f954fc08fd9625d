using System.Collections.Immutable;

namespace GraphQL.Language;

/// <summary>A definition of the type system, or an extension of one.</summary>
public abstract record TypeSystemNode(StringValueNode? Description) : DefinitionNode(Description)
{
    /// <summary>True when the definition begins with "extend".</summary>
    public bool IsExtension { get; init; }
}

/// <summary>The schema's root operation types.</summary>
public sealed record SchemaDefinitionNode(
    StringValueNode? Description,
    ImmutableArray<DirectiveNode> Directives,
    ImmutableArray<OperationTypeNode> OperationTypes) : TypeSystemNode(Description);

/// <summary>The root type of one kind of operation.</summary>
public sealed record OperationTypeNode(OperationKind Kind, NamedTypeNode Type) : SyntaxNode;

/// <summary>A directive that documents may use.</summary>
public sealed record DirectiveDefinitionNode(
    StringValueNode? Description,
    string Name,
    ImmutableArray<InputValueDefinitionNode> Arguments,
    bool IsRepeatable,
    ImmutableArray<DirectiveLocationNode> Locations) : TypeSystemNode(Description);

/// <summary>A place where a directive may stand, such as FIELD.</summary>
public sealed record DirectiveLocationNode(string Name) : SyntaxNode;

/// <summary>A named type.</summary>
public abstract record TypeDefinitionNode(
    StringValueNode? Description,
    string Name,
    ImmutableArray<DirectiveNode> Directives) : TypeSystemNode(Description);

/// <summary>A scalar.</summary>
public sealed record ScalarTypeDefinitionNode(
    StringValueNode? Description,
    string Name,
    ImmutableArray<DirectiveNode> Directives) : TypeDefinitionNode(Description, Name, Directives);

/// <summary>An object type or an interface.</summary>
public abstract record ComplexTypeDefinitionNode(
    StringValueNode? Description,
    string Name,
    ImmutableArray<NamedTypeNode> Interfaces,
    ImmutableArray<DirectiveNode> Directives,
    ImmutableArray<FieldDefinitionNode> Fields) : TypeDefinitionNode(Description, Name, Directives);

/// <summary>An object type.</summary>
public sealed record ObjectTypeDefinitionNode(
    StringValueNode? Description,
    string Name,
    ImmutableArray<NamedTypeNode> Interfaces,
    ImmutableArray<DirectiveNode> Directives,
    ImmutableArray<FieldDefinitionNode> Fields) : ComplexTypeDefinitionNode(Description, Name, Interfaces, Directives, Fields);

/// <summary>An interface.</summary>
public sealed record InterfaceTypeDefinitionNode(
    StringValueNode? Description,
    string Name,
    ImmutableArray<NamedTypeNode> Interfaces,
    ImmutableArray<DirectiveNode> Directives,
    ImmutableArray<FieldDefinitionNode> Fields) : ComplexTypeDefinitionNode(Description, Name, Interfaces, Directives, Fields);

/// <summary>A union of object types.</summary>
public sealed record UnionTypeDefinitionNode(
    StringValueNode? Description,
    string Name,
    ImmutableArray<DirectiveNode> Directives,
    ImmutableArray<NamedTypeNode> Types) : TypeDefinitionNode(Description, Name, Directives);

/// <summary>An enum.</summary>
public sealed record EnumTypeDefinitionNode(
    StringValueNode? Description,
    string Name,
    ImmutableArray<DirectiveNode> Directives,
    ImmutableArray<EnumValueDefinitionNode> Values) : TypeDefinitionNode(Description, Name, Directives);

/// <summary>An input object type.</summary>
public sealed record InputObjectTypeDefinitionNode(
    StringValueNode? Description,
    string Name,
    ImmutableArray<DirectiveNode> Directives,
    ImmutableArray<InputValueDefinitionNode> Fields) : TypeDefinitionNode(Description, Name, Directives);

/// <summary>A field of an object type or an interface.</summary>
public sealed record FieldDefinitionNode(
    StringValueNode? Description,
    string Name,
    ImmutableArray<InputValueDefinitionNode> Arguments,
    TypeNode Type,
    ImmutableArray<DirectiveNode> Directives) : SyntaxNode;

/// <summary>An argument, or a field of an input object type.</summary>
public sealed record InputValueDefinitionNode(
    StringValueNode? Description,
    string Name,
    TypeNode Type,
    ValueNode? DefaultValue,
    ImmutableArray<DirectiveNode> Directives) : SyntaxNode;

/// <summary>A value of an enum.</summary>
public sealed record EnumValueDefinitionNode(
    StringValueNode? Description,
    string Name,
    ImmutableArray<DirectiveNode> Directives) : SyntaxNode;
