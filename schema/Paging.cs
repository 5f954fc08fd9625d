using System.Globalization;
using Marketplace.Database;
using Marketplace.Jobs;
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
            throw Unknown();
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

    public static GraphQLException Unknown() => new(new UnknownCursorException().Message, "BAD_USER_INPUT");

    /// <summary>A page of jobs; a cursor that no job has is the client's mistake.</summary>
    public static async Task<Connection<Job>> ConnectionAsync(this JobReader jobs, JobFilter filter, JobOrder order, PageArguments page, CancellationToken cancellation)
    {
        try
        {
            return (await jobs.SearchAsync(filter, order, page.ToRequest(), cancellation)).ToConnection(j => j.Id, async c => await jobs.CountAsync(filter, c));
        }
        catch (UnknownCursorException)
        {
            throw Unknown();
        }
    }

    /// <summary>One element per parent, in order; a key that is missing is a defect.</summary>
    public static IReadOnlyList<TValue> InOrder<TParent, TKey, TValue>(this IReadOnlyList<TParent> parents, Func<TParent, TKey> key, IReadOnlyDictionary<TKey, TValue> values) =>
        [.. parents.Select(parent => values[key(parent)])];
}
