using GraphQL.Execution;
using GraphQL.Execution.Output;
using GraphQL.Execution.Resolvers;

namespace GraphQL.TypeSystem;

/// <summary>A field of an object or interface type.</summary>
public sealed class FieldDefinition
{
    /// <summary>Creates the field.</summary>
    public FieldDefinition(
        string name, GraphQLType type, IEnumerable<ArgumentDefinition>? arguments = null, string? description = null, string? deprecationReason = null)
    {
        Name = name;
        Type = type;
        Arguments = arguments is null ? [] : [.. arguments];
        Description = description;
        DeprecationReason = deprecationReason;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What the field returns.</summary>
    public GraphQLType Type { get; }

    /// <summary>The arguments in the order in which they were declared.</summary>
    public IReadOnlyList<ArgumentDefinition> Arguments { get; }

    /// <summary>What the field is for.</summary>
    public string? Description { get; }

    /// <summary>Why the field should not be used any more; null when it may be.</summary>
    public string? DeprecationReason { get; }

    /// <summary>Who may read the field; null where nothing was said.</summary>
    public FieldAuthorization? Authorization { get; init; }

    /// <summary>What the field weighs in the price of an operation; null for the default, which depends on how it is resolved.</summary>
    public double? Cost { get; init; }

    /// <summary>How long the field's list is; null where nothing is known.</summary>
    public ListSize? ListSize { get; init; }

    /// <summary>The weight, said or by default.</summary>
    internal double Weight => Cost ?? Resolver?.DefaultWeight ?? (Type.NamedType is CompositeType ? 1 : 0);

    /// <summary>How C# values of a scalar field become the scalar's own; null where they are already.</summary>
    internal System.Linq.Expressions.LambdaExpression? ToScalar { get; init; }

    /// <summary>How values are found; null where nothing is executed.</summary>
    internal FieldResolver? Resolver { get; init; }

    /// <summary>Where the events of a subscription's field come from; null for other fields.</summary>
    internal StreamResolver? Stream { get; init; }

    /// <summary>How values are written.</summary>
    internal FieldOutput Output => field ??= new FieldOutput(this);

    /// <summary>Makes the answer of a mutation that the user may not call; null, or a null answer, where that is a GraphQL error.</summary>
    internal Func<UserError, Column?>? Refuse { get; init; }

    /// <summary>The argument of this name; null when there is none.</summary>
    public ArgumentDefinition? GetArgument(string name)
    {
        foreach (var argument in Arguments)
        {
            if (argument.Name == name)
                return argument;
        }

        return null;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Name}: {Type}";
}

/// <summary>Who may read a field.</summary>
/// <param name="Policies">Policies that must all hold; null stands for the default policy (anybody who is signed in).</param>
/// <param name="AllowsAnonymous">True where the schema says on purpose that anyone may.</param>
public sealed record FieldAuthorization(IReadOnlyList<string?> Policies, bool AllowsAnonymous);
