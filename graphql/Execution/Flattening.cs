using System.Collections;
using GraphQL.Planning;

namespace GraphQL.Execution;

/// <summary>Lays the objects of a column's lists side by side, so that the next level has one row per object.</summary>
internal static class Flattening
{
    public static void Flatten(Column column, OutputShape shape)
    {
        if (shape.Element is null)
        {
            var values = new object?[column.Rows];
            for (var row = 0; row < values.Length; row++)
                values[row] = column.ObjectAt(row);
            column.Items = values;
            column.ItemCount = values.Length;
            return;
        }

        var items = new List<object?>();
        var offsets = new int[column.Rows];
        for (var row = 0; row < offsets.Length; row++)
        {
            offsets[row] = items.Count;
            Add(items, shape, column.ObjectAt(row));
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
