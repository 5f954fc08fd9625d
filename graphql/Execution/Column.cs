using System.Text.Json;
using GraphQL.Planning;

namespace GraphQL.Execution;

/// <summary>The values of one field for all parents of its level, one row per parent; rows are found by number while writing.</summary>
internal abstract class Column(int rows)
{
    private GraphQLError?[]? failures;

    public int Rows => rows;

    /// <summary>The objects to select from: the values themselves, or what their lists hold; set where a deeper level needs them.</summary>
    public object?[] Items { get; set; } = [];

    public int ItemCount { get; set; }

    /// <summary>Where the items of a row's list begin; null where each row is its own item.</summary>
    public int[]? Offsets { get; set; }

    /// <summary>Where this column's items begin among all of their level: several fields may lead to the same selections.</summary>
    public int ItemBase { get; set; }

    /// <summary>Lists that can be read only in order, or only once, as they were read.</summary>
    public object?[]? Lists { get; set; }

    /// <summary>The number of a row's first item in its level.</summary>
    public int FirstItem(int row) => ItemBase + (Offsets is null ? row : Offsets[row]);

    public GraphQLError? FailureOf(int row) => failures?[row];

    public void Fail(int row, GraphQLError error) => (failures ??= new GraphQLError?[rows])[row] = error;

    public abstract object? ObjectAt(int row);

    /// <summary>Writes a scalar with its name; false, and nothing written, where null is not allowed.</summary>
    public abstract bool WriteScalar(FieldPlan field, Utf8JsonWriter writer, int row);

    /// <summary>Writes a list of scalars; false, and nothing written, where null is not allowed.</summary>
    public abstract bool WriteScalarList(FieldPlan field, ResponseWriter writer, int row);
}

/// <inheritdoc />
internal sealed class Column<T>(int rows) : Column(rows)
{
    public T?[] Values { get; } = new T?[rows];

    public override object? ObjectAt(int row) => Lists?[row] ?? Values[row];

    public override bool WriteScalar(FieldPlan field, Utf8JsonWriter writer, int row) =>
        ((ScalarWriter<T?>)field.ValueWriter!)(writer, field.Name, Values[row]);

    public override bool WriteScalarList(FieldPlan field, ResponseWriter writer, int row) =>
        ((ElementWriter<T?>)field.ValueWriter!)(writer, Values[row]);
}

/// <summary>A field that failed for every parent alike.</summary>
internal sealed class FailedColumn : Column
{
    public FailedColumn(int rows, GraphQLError error)
        : base(rows)
    {
        for (var row = 0; row < rows; row++)
            Fail(row, error);
    }

    public override object? ObjectAt(int row) => null;

    public override bool WriteScalar(FieldPlan field, Utf8JsonWriter writer, int row) => false;

    public override bool WriteScalarList(FieldPlan field, ResponseWriter writer, int row) => false;
}
