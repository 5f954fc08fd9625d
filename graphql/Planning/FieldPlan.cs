using System.Text.Json;
using GraphQL.Execution;
using GraphQL.Execution.Resolvers;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Planning;

/// <summary>How the writer gets at a field's value.</summary>
internal enum FieldKind
{
    /// <summary><c>__typename</c>.</summary>
    TypeName,

    /// <summary>A scalar read from its parent while writing.</summary>
    PureScalar,

    /// <summary>A list of scalars read from its parent while writing.</summary>
    PureScalarList,

    /// <summary>An object, or a list of objects, read from its parent while writing; nothing under it calls a resolver.</summary>
    PureObject,

    /// <summary>A scalar in a column.</summary>
    ColumnScalar,

    /// <summary>A list of scalars in a column.</summary>
    ColumnScalarList,

    /// <summary>An object, or a list of objects, in a column.</summary>
    ColumnObject,
}

/// <summary>One field of a plan: every place of the document that selects it under this response name, merged. Several types, and several places, may share it.</summary>
internal sealed class FieldPlan
{
    private FieldPlan? parent;
    private bool isShared;

    /// <summary>The name in the response.</summary>
    public required JsonEncodedText Name { get; init; }

    public required string ResponseName { get; init; }

    public required FieldDefinition Field { get; init; }

    public required FieldNode[] Nodes { get; init; }

    public required ArgumentPlan[] Arguments { get; init; }

    public required OutputShape Shape { get; init; }

    /// <summary>The selections on the objects of this field; null for scalars.</summary>
    public SelectionPlan? Selection { get; set; }

    public FieldKind Kind { get; set; }

    /// <summary>The field's place among the columns of a request; -1 where it has none.</summary>
    public int ColumnIndex { get; set; } = -1;

    /// <summary>For <see cref="FieldKind.PureScalar" />.</summary>
    public PureScalarWriter? WriteScalar { get; set; }

    /// <summary>For <see cref="FieldKind.PureScalarList" />.</summary>
    public PureListWriter? WriteScalarList { get; set; }

    /// <summary>For objects without a resolver.</summary>
    public Func<object, object?>? GetObject { get; set; }

    /// <summary>For scalars in columns: a <see cref="ScalarWriter{T}" /> or, for lists, an <see cref="ElementWriter{T}" />.</summary>
    public Delegate? ValueWriter { get; set; }

    /// <summary>The response names from the root, without the places in lists; where several places share the field, from there on.</summary>
    public string Path => parent is not null ? $"{parent.Path}.{ResponseName}" : isShared ? $"….{ResponseName}" : ResponseName;

    public CallResolver? Resolver => Field.Resolver as CallResolver;

    /// <summary>True where the writer must look at a refusal first.</summary>
    public required bool IsGuarded { get; init; }

    /// <summary>Says on whose objects the field is selected.</summary>
    public void Under(FieldPlan field)
    {
        isShared |= parent is not null && parent != field;
        parent = isShared ? null : field;
    }

    public override string ToString() => $"{ResponseName}: {Field.Type}";
}

/// <summary>The list and null wrappings of a field's type, ready for the writer.</summary>
internal sealed record OutputShape(bool IsNonNull, OutputShape? Element)
{
    public static OutputShape Of(GraphQLType type) =>
        new(type is NonNullType, type.Nullable is ListType list ? Of(list.OfType) : null);
}

/// <summary>One argument of a field.</summary>
/// <param name="Definition">The argument as the schema defines it.</param>
/// <param name="Literal">What the document gives; null when it gives nothing.</param>
/// <param name="Constant">The coerced value where no variable is involved.</param>
/// <param name="NeedsVariables">True when the value is coerced anew for each request.</param>
/// <param name="Error">What is wrong with a constant, reported where the field is.</param>
internal sealed record ArgumentPlan(ArgumentDefinition Definition, ValueNode? Literal, object? Constant, bool NeedsVariables, string? Error);
