using GraphQL.Planning;

namespace GraphQL.Execution;

/// <summary>The objects of one place in the plan, and the fields to resolve on them.</summary>
internal sealed class Level(SelectionPlan selection, FieldPlan[] fields)
{
    private object?[] items = [];
    private int count;
    private TypedSelection?[]? types;

    public SelectionPlan Selection => selection;

    public FieldPlan[] Fields => fields;

    /// <summary>Adds the objects of one field; the number of the first.</summary>
    public int Add(object?[] objects, int added)
    {
        var first = count;
        count += added;
        if (first == 0)
        {
            items = objects;
            return 0;
        }

        if (items.Length < count)
            Array.Resize(ref items, Math.Max(count, items.Length * 2));
        objects.AsSpan(0, added).CopyTo(items.AsSpan(first));
        return first;
    }

    /// <summary>The name of the type whose field this is: the one type that has it, or what several have it from.</summary>
    public string TypeOf(FieldPlan field)
    {
        var owners = Array.FindAll(selection.Types, typed => Array.IndexOf(typed.Fields, field) >= 0);
        return owners.Length == 1 ? owners[0].Type.Name : selection.Type.Name;
    }

    /// <summary>The objects that have the field: all that are not null, or those of its types.</summary>
    public ParentRows ParentsOf(FieldPlan field)
    {
        if (selection.Single is not null)
            return WithoutNulls();

        var position = Array.IndexOf(selection.ColumnFields, field);
        types ??= Array.ConvertAll(items[..count], item => item is null ? null : selection.For(item));
        var rows = new List<int>(count);
        for (var row = 0; row < count; row++)
        {
            if (types[row] is { } typed && typed.HasColumnField[position])
                rows.Add(row);
        }

        return new ParentRows(items, count, rows.Count == count ? null : [.. rows], rows.Count);
    }

    private ParentRows WithoutNulls()
    {
        var nulls = items.AsSpan(0, count).Count((object?)null);
        if (nulls == 0)
            return new ParentRows(items, count, null, count);
        var rows = new int[count - nulls];
        for (int row = 0, next = 0; row < count; row++)
        {
            if (items[row] is not null)
                rows[next++] = row;
        }

        return new ParentRows(items, count, rows, rows.Length);
    }
}
