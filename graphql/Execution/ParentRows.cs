namespace GraphQL.Execution;

/// <summary>The parents of one field at one level: all items of the level, or those of the types that have the field.</summary>
internal readonly struct ParentRows(object?[] items, int total, int[]? rows, int count)
{
    /// <summary>How many parents there are.</summary>
    public int Count => count;

    /// <summary>How many rows the field's column needs: one per item of the level, so that row numbers are the same for all its fields.</summary>
    public int Total => total;

    public int RowOf(int index) => rows is null ? index : rows[index];

    public object this[int index] => items[RowOf(index)]!;
}
