namespace GraphQL;

/// <summary>A page of a list, as Relay's cursor connections have it.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
public sealed class Connection<T>
    where T : notnull
{
    private readonly Func<CancellationToken, ValueTask<int>> totalCount;

    /// <summary>Creates a page.</summary>
    /// <param name="edges">The elements of the page in the order of the list, whichever way it was counted.</param>
    /// <param name="hasNextPage">Whether elements follow the page.</param>
    /// <param name="hasPreviousPage">Whether elements precede it.</param>
    /// <param name="totalCount">Counts the whole list; called only when a client selects <c>totalCount</c>.</param>
    public Connection(IReadOnlyList<Edge<T>> edges, bool hasNextPage, bool hasPreviousPage, Func<CancellationToken, ValueTask<int>> totalCount)
    {
        Edges = edges;
        PageInfo = new PageInfo(
            hasNextPage,
            hasPreviousPage,
            edges.Count == 0 ? null : CursorText.Encode(edges[0].Cursor),
            edges.Count == 0 ? null : CursorText.Encode(edges[^1].Cursor));
        this.totalCount = totalCount;
    }

    /// <summary>The elements with their cursors.</summary>
    public IReadOnlyList<Edge<T>> Edges { get; }

    /// <summary>The elements.</summary>
    public IReadOnlyList<T> Nodes
    {
        get
        {
            var nodes = new T[Edges.Count];
            for (var index = 0; index < nodes.Length; index++)
                nodes[index] = Edges[index].Node;
            return nodes;
        }
    }

    /// <summary>What lies before and after the page.</summary>
    public PageInfo PageInfo { get; }

    /// <summary>Counts the whole list.</summary>
    public ValueTask<int> CountAsync(CancellationToken cancellation) => totalCount(cancellation);
}

/// <summary>An element of a connection.</summary>
/// <typeparam name="T">The type of the element.</typeparam>
/// <param name="Node">The element.</param>
/// <param name="Cursor">Its place in the list, as plain text; the library encodes it.</param>
public sealed record Edge<T>(T Node, string Cursor);

/// <summary>What lies before and after a page.</summary>
/// <param name="HasNextPage">Whether elements follow.</param>
/// <param name="HasPreviousPage">Whether elements precede.</param>
/// <param name="StartCursor">The cursor of the first element, as clients see it.</param>
/// <param name="EndCursor">The cursor of the last element, as clients see it.</param>
public sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);
