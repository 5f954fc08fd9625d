using GraphQL.Language;

namespace GraphQL.TypeSystem;

/// <summary>Where a directive may stand.</summary>
public enum DirectiveLocation
{
    /// <summary>A query.</summary>
    Query,

    /// <summary>A mutation.</summary>
    Mutation,

    /// <summary>A subscription.</summary>
    Subscription,

    /// <summary>A selected field.</summary>
    Field,

    /// <summary>A fragment's definition.</summary>
    FragmentDefinition,

    /// <summary>The use of a named fragment.</summary>
    FragmentSpread,

    /// <summary>An inline fragment.</summary>
    InlineFragment,

    /// <summary>A variable's definition.</summary>
    VariableDefinition,

    /// <summary>The schema definition.</summary>
    Schema,

    /// <summary>A scalar type.</summary>
    Scalar,

    /// <summary>An object type.</summary>
    Object,

    /// <summary>A field of an object or interface type.</summary>
    FieldDefinition,

    /// <summary>An argument's definition.</summary>
    ArgumentDefinition,

    /// <summary>An interface type.</summary>
    Interface,

    /// <summary>A union type.</summary>
    Union,

    /// <summary>An enum type.</summary>
    Enum,

    /// <summary>A value of an enum type.</summary>
    EnumValue,

    /// <summary>An input object type.</summary>
    InputObject,

    /// <summary>A field of an input object type.</summary>
    InputFieldDefinition,
}

/// <summary>A directive the schema knows.</summary>
/// <param name="Name">The name, without the at sign.</param>
/// <param name="Locations">Where it may stand.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Description">What it does.</param>
/// <param name="IsRepeatable">True when it may stand more than once in one place.</param>
public sealed record DirectiveDefinition(
    string Name,
    IReadOnlyList<DirectiveLocation> Locations,
    IReadOnlyList<ArgumentDefinition> Arguments,
    string? Description = null,
    bool IsRepeatable = false)
{
    /// <summary>Leaves a field or fragment in only when its argument is true.</summary>
    public static DirectiveDefinition Include { get; } = new(
        "include",
        [DirectiveLocation.Field, DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment],
        [new ArgumentDefinition("if", BuiltInScalars.Boolean.AsNonNull(), description: "Included when true.")],
        "Directs the executor to include this field or fragment only when the `if` argument is true.");

    /// <summary>Leaves a field or fragment out when its argument is true.</summary>
    public static DirectiveDefinition Skip { get; } = new(
        "skip",
        [DirectiveLocation.Field, DirectiveLocation.FragmentSpread, DirectiveLocation.InlineFragment],
        [new ArgumentDefinition("if", BuiltInScalars.Boolean.AsNonNull(), description: "Skipped when true.")],
        "Directs the executor to skip this field or fragment when the `if` argument is true.");

    /// <summary>Marks what should not be used any more.</summary>
    public static DirectiveDefinition Deprecated { get; } = new(
        "deprecated",
        [DirectiveLocation.FieldDefinition, DirectiveLocation.ArgumentDefinition, DirectiveLocation.InputFieldDefinition, DirectiveLocation.EnumValue],
        [
            new ArgumentDefinition(
                "reason", BuiltInScalars.String.AsNonNull(), new StringValueNode("No longer supported", false), "Why, and what to use instead; Markdown."),
        ],
        "Marks an element of a GraphQL schema as no longer supported.");

    /// <summary>Says which specification a scalar follows.</summary>
    public static DirectiveDefinition SpecifiedBy { get; } = new(
        "specifiedBy",
        [DirectiveLocation.Scalar],
        [new ArgumentDefinition("url", BuiltInScalars.String.AsNonNull(), description: "The URL that specifies the behavior of this scalar.")],
        "Exposes a URL that specifies the behavior of this scalar.");

    /// <summary>Says that exactly one field of an input object must be given.</summary>
    public static DirectiveDefinition OneOf { get; } = new(
        "oneOf", [DirectiveLocation.InputObject], [], "Indicates exactly one field must be supplied and this field must not be `null`.");

    /// <summary>The directives every schema has.</summary>
    public static IReadOnlyList<DirectiveDefinition> Specified { get; } = [Include, Skip, Deprecated, SpecifiedBy, OneOf];

    /// <summary>The argument of this name; null when there is none.</summary>
    public ArgumentDefinition? GetArgument(string name) => Arguments.FirstOrDefault(argument => argument.Name == name);
}
