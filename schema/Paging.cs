using System.Globalization;
using Marketplace.Database;
using Lifecycle = Experiments.Lifecycle;

namespace Marketplace.Schema;

/// <summary>Between the library's connections and the marketplace's pages.</summary>
internal static class Paging
{
    public static PageRequest ToRequest(this PageArguments page)
    {
        // Every list pages by the number of the last thing seen.
        if (page.Cursor is { } cursor && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            throw new GraphQLException("The cursor was not made by this list. Use endCursor or startCursor of a page of it.", "BAD_USER_INPUT");
        }

        return new PageRequest(page.Size, page.Cursor, page.Backward);
    }

    public static Lifecycle.PageRequest ToLifecycleRequest(this PageArguments page)
    {
        var request = page.ToRequest();
        return new Lifecycle.PageRequest(request.Size, request.Cursor is { } cursor ? long.Parse(cursor, CultureInfo.InvariantCulture) : null, request.Backward);
    }

    public static Connection<T> ToConnection<T>(this Lifecycle.Page<T> page, Func<T, long> cursor, Func<CancellationToken, ValueTask<int>> count) where T : notnull =>
        new Page<T>(page.Items, page.HasNext, page.HasPrevious).ToConnection(cursor, count);

    public static Connection<T> ToConnection<T>(this Page<T> page, Func<T, long> cursor, Func<CancellationToken, ValueTask<int>> count) where T : notnull =>
        new([.. page.Items.Select(item => new Edge<T>(item, cursor(item).ToString(CultureInfo.InvariantCulture)))], page.HasNext, page.HasPrevious, count);

    /// <summary>One element per parent, in order; a key that is missing is a defect.</summary>
    public static IReadOnlyList<TValue> InOrder<TParent, TKey, TValue>(this IReadOnlyList<TParent> parents, Func<TParent, TKey> key, IReadOnlyDictionary<TKey, TValue> values) =>
        [.. parents.Select(parent => values[key(parent)])];
}
