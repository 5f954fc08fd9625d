namespace GraphQL.Execution.Output;

/// <summary>What the type of a list says of nulls.</summary>
/// <param name="IsNonNull">The list itself is never null.</param>
/// <param name="IsElementNonNull">Its elements never are.</param>
/// <param name="HasLists">Its elements are lists.</param>
internal readonly record struct ListShape(bool IsNonNull, bool IsElementNonNull, bool HasLists);

/// <summary>Writes lists of scalars: each element fails by itself, and takes with it what must not be without it.</summary>
internal static class ListWriting
{
    public static ElementWriter<TList> WriterOf<TList, TElement>(ElementWriter<TElement> element, ListShape shape)
        where TList : IEnumerable<TElement> => (writer, list) =>
    {
        if (list is null)
        {
            if (shape.IsNonNull)
                return false;
            writer.Json.WriteNullValue();
            return true;
        }

        writer.Json.WriteStartArray();
        if (list is IReadOnlyList<TElement> indexed)
        {
            WriteIndexed(writer, indexed, element, shape);
        }
        else
        {
            var index = 0;
            foreach (var value in list)
                Write(writer, value, index++, element, shape);
        }

        writer.Json.WriteEndArray();
        return true;
    };

    private static void WriteIndexed<T>(ResponseWriter writer, IReadOnlyList<T> list, ElementWriter<T> element, ListShape shape)
    {
        for (var index = 0; index < list.Count; index++)
            Write(writer, list[index], index, element, shape);
    }

    private static void Write<T>(ResponseWriter writer, T value, int index, ElementWriter<T> element, ListShape shape)
    {
        if (writer.IsMarked(index))
        {
            writer.Json.WriteNullValue();
            return;
        }

        var before = shape.HasLists ? writer.EnterList(index, !shape.IsElementNonNull) : default;
        try
        {
            var isWritten = element(writer, value);
            if (shape.HasLists)
                writer.LeaveList(before);
            if (!isWritten)
                writer.FailElement(index);
        }
        catch (Exception exception) when (!writer.IsAbort(exception))
        {
            if (shape.HasLists)
                writer.LeaveList(before);
            writer.FailElement(index, !shape.IsElementNonNull, exception);
        }
    }
}
