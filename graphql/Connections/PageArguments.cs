namespace GraphQL;

/// <summary>Which page of a connection a client asks for; checked before the resolver runs.</summary>
public sealed record PageArguments
{
    private PageArguments()
    {
    }

    /// <summary>How many elements from the beginning, or after the cursor.</summary>
    public int? First { get; private init; }

    /// <summary>The cursor after which the page begins, as the client gave it.</summary>
    public string? After { get; private init; }

    /// <summary>How many elements from the end, or before the cursor.</summary>
    public int? Last { get; private init; }

    /// <summary>The cursor before which the page ends, as the client gave it.</summary>
    public string? Before { get; private init; }

    /// <summary>How many elements the page holds at most: what the client asks for, or the default.</summary>
    public int Size { get; private init; }

    /// <summary>True when the page is counted from the end (<see cref="Last" /> or <see cref="Before" />).</summary>
    public bool Backward => Last is not null || (First is null && Before is not null);

    /// <summary>The text of the cursor the page starts from in its direction; null when it starts at the very beginning or end.</summary>
    public string? Cursor { get; private init; }

    /// <summary>Checks what a client gave.</summary>
    /// <exception cref="GraphQLException">A size is negative or too large, both directions are given, or a cursor is malformed.</exception>
    public static PageArguments Create(int? first, string? after, int? last, string? before, int defaultSize = 20, int maximumSize = 100)
    {
        CheckSize("first", first, maximumSize);
        CheckSize("last", last, maximumSize);
        if (first is not null && last is not null)
            throw Refuse("Give either first or last, not both.");
        if (after is not null && before is not null)
            throw Refuse("Give either after or before, not both.");
        if ((first is not null && before is not null) || (last is not null && after is not null))
            throw Refuse("Give first with after, or last with before.");

        var cursor = after ?? before;
        return new PageArguments
        {
            First = first,
            After = after,
            Last = last,
            Before = before,
            Size = first ?? last ?? Math.Min(defaultSize, maximumSize),
            Cursor = cursor is null ? null : CursorText.TryDecode(cursor) ?? throw Refuse($"Invalid cursor \"{cursor}\"."),
        };
    }

    private static void CheckSize(string name, int? size, int maximum)
    {
        if (size < 0)
            throw Refuse($"{name} must not be negative.");
        if (size > maximum)
            throw Refuse($"{name} must not be more than {maximum}.");
    }

    private static GraphQLException Refuse(string message) => new(message, ErrorCodes.BadUserInput);
}
