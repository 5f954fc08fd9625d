using System.Collections.Immutable;

namespace GraphQL.Language;

/// <summary>A value in a document.</summary>
public abstract record ValueNode : SyntaxNode;

/// <summary>The use of a variable; its name has no dollar sign.</summary>
public sealed record VariableNode(string Name) : ValueNode;

/// <summary>A whole number, as it was written.</summary>
public sealed record IntValueNode(string Value) : ValueNode;

/// <summary>A number with a fraction or an exponent, as it was written.</summary>
public sealed record FloatValueNode(string Value) : ValueNode;

/// <summary>A string, its escapes resolved and, of a block string, its common indentation removed.</summary>
public sealed record StringValueNode(string Value, bool IsBlock = false) : ValueNode;

/// <summary>True or false.</summary>
public sealed record BooleanValueNode(bool Value) : ValueNode;

/// <summary>An explicit null.</summary>
public sealed record NullValueNode : ValueNode;

/// <summary>The name of an enum's value.</summary>
public sealed record EnumValueNode(string Value) : ValueNode;

/// <summary>A list of values.</summary>
public sealed record ListValueNode(ImmutableArray<ValueNode> Values) : ValueNode;

/// <summary>An input object.</summary>
public sealed record ObjectValueNode(ImmutableArray<ObjectFieldNode> Fields) : ValueNode;

/// <summary>A field of an input object.</summary>
public sealed record ObjectFieldNode(string Name, ValueNode Value) : SyntaxNode;
