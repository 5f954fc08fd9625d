using System.Collections;
using GraphQL.Planning;

namespace GraphQL.Execution;

/// <summary>Lays the objects of a column's lists side by side, so that the next level has one row per object.</summary>
internal static class Flattening
{
    public static void Flatten(OperationState state, FieldPlan field, Column column)
    {
        if (field.Shape.Element is null)
        {
            var values = new object?[column.Rows];
            for (var row = 0; row < values.Length; row++)
                values[row] = column.ObjectAt(row);
            column.Items = values;
            column.ItemCount = values.Length;
            return;
        }

        if (TryFlattenArrays(column, field.Shape.Element))
            return;
        var items = new List<object?>();
        var offsets = new int[column.Rows];
        for (var row = 0; row < offsets.Length; row++)
        {
            offsets[row] = items.Count;
            try
            {
                Add(items, field.Shape, Read(column, field.Shape, row));
            }
            catch (Exception exception) when (!state.IsAbort(exception))
            {
                // The enumeration is the resolver's code, and may fail as it may.
                items.RemoveRange(offsets[row], items.Count - offsets[row]);
                column.Fail(row, state.Report(exception, field));
            }
        }

        column.Items = [.. items];
        column.ItemCount = column.Items.Length;
        column.Offsets = offsets;
    }

    /// <summary>How many items a value takes up; the same count the flattening made.</summary>
    public static int Count(OutputShape shape, object? value)
    {
        if (shape.Element is null)
            return 1;
        var count = 0;
        foreach (var element in value as IEnumerable ?? Array.Empty<object>())
            count += Count(shape.Element, element);
        return count;
    }

    // Reading arrays can neither fail nor give other objects the next time.
    private static bool TryFlattenArrays(Column column, OutputShape element)
    {
        if (element.Element is not null)
            return false;
        var offsets = new int[column.Rows];
        var count = 0;
        for (var row = 0; row < offsets.Length; row++)
        {
            offsets[row] = count;
            var value = column.ObjectAt(row);
            if (value is object?[] array)
                count += array.Length;
            else if (value is not null)
                return false;
        }

        var items = new object?[count];
        for (var row = 0; row < offsets.Length; row++)
            (column.ObjectAt(row) as object?[])?.CopyTo(items, offsets[row]);
        column.Items = items;
        column.ItemCount = count;
        column.Offsets = offsets;
        return true;
    }

    // Read twice, an enumeration may not give the same objects again.
    private static object? Read(Column column, OutputShape shape, int row)
    {
        var value = column.ObjectAt(row);
        return IsKept(shape, value) ? value : (column.Lists ??= new object?[column.Rows])[row] = Keep(shape, value!);
    }

    private static bool IsKept(OutputShape shape, object? value) =>
        value is null || shape.Element is null || (value is IReadOnlyList<object?> list && (shape.Element.Element is null || list.All(element => IsKept(shape.Element, element))));

    private static object? Keep(OutputShape shape, object? value) =>
        value is IEnumerable elements && shape.Element is { } inner ? elements.Cast<object?>().Select(element => Keep(inner, element)).ToArray() : value;

    private static void Add(List<object?> items, OutputShape shape, object? value)
    {
        if (shape.Element is null)
        {
            items.Add(value);
        }
        else if (value is IEnumerable elements)
        {
            foreach (var element in elements)
                Add(items, shape.Element, element);
        }
    }
}
