using GraphQL.Planning;

namespace GraphQL.Execution;

/// <summary>A position of the response under which something becomes null; the second writing pass follows these marks.</summary>
internal sealed class NullMark
{
    private Dictionary<object, NullMark>? children;

    /// <summary>True when this very position becomes null.</summary>
    public bool IsNull { get; private set; }

    public NullMark? Find(string name) => children?.GetValueOrDefault(name);

    public NullMark? Find(int index) => children?.GetValueOrDefault(index);

    public void Add(ReadOnlySpan<PathSegment> path)
    {
        var mark = this;
        foreach (var segment in path)
        {
            mark.children ??= [];
            if (!mark.children.TryGetValue(segment.Key, out var next))
                mark.children.Add(segment.Key, next = new NullMark());
            mark = next;
        }

        mark.IsNull = true;
    }
}

/// <summary>Where a writer was before it went into a list in a list.</summary>
internal readonly record struct ListPosition(int Depth, NullMark? Marks);

/// <summary>One step from the root of a response to a position.</summary>
/// <param name="Field">A field; null for an element of a list.</param>
/// <param name="Index">The index in a list.</param>
/// <param name="IsNullable">True when this position may become null.</param>
internal readonly record struct PathSegment(FieldPlan? Field, int Index, bool IsNullable)
{
    public object Key => Field is null ? Index : Field.ResponseName;
}
