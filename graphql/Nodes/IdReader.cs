namespace GraphQL.Nodes;

/// <summary>Reads global ids that clients send where ids of certain kinds are expected.</summary>
internal sealed class IdReader(IReadOnlyList<string> names, KeyReader? keys)
{
    /// <summary>The key, or for a reader without one the <see cref="GlobalId" /> itself.</summary>
    public object Read(string text)
    {
        if (!GlobalId.TryParse(text, out var id) || (names.Count > 0 && !names.Contains(id.TypeName)))
            throw Refuse(text);
        if (keys is null)
            return id;
        return keys.TryRead(id.Key, out var key) ? key : throw Refuse(text);
    }

    private GraphQLException Refuse(string text) => new(
        names.Count == 0 ? $"Invalid id \"{text}\"." : $"Invalid id \"{text}\": expected the id of a {string.Join(" or ", names)}.",
        ErrorCodes.BadUserInput);
}
