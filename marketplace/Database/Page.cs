using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Database;

/// <summary>Which part of a list: how many, after (or backward: before) which cursor.</summary>
public sealed record PageRequest(int Size, string? Cursor, bool Backward);

/// <summary>A part of a list, always in the list's own order, with what is needed to go on from either end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, bool HasNext, bool HasPrevious);

/// <summary>A cursor that names nothing of this list.</summary>
public sealed class UnknownCursorException() : Exception("The cursor was not made by this list, or what it names has left it. Use endCursor or startCursor of a page of it.");

/// <summary>Keyset paging by one or two keys: the next page starts after the last key seen, however many rows precede it.</summary>
public static class Keyset
{
    /// <summary>Takes one row more than asked for, to know whether there are others, and turns a backward page round.</summary>
    public static async Task<Page<T>> ReadAsync<T>(this IQueryable<T> ordered, PageRequest page, CancellationToken cancellation)
    {
        var rows = await ordered.Take(page.Size + 1).ToListAsync(cancellation);
        return Cut(rows, page);
    }

    /// <summary>What was asked for, of rows that were read up to at least one more.</summary>
    public static Page<T> Cut<T>(List<T> rows, PageRequest page)
    {
        var more = rows.Count > page.Size;
        if (more)
        {
            rows.RemoveRange(page.Size, rows.Count - page.Size);
        }

        if (page.Backward)
        {
            rows.Reverse();
        }

        var camePast = page.Cursor is not null;
        return new Page<T>(rows, page.Backward ? camePast : more, page.Backward ? more : camePast);
    }

    /// <summary>Orders by a number that is unique in the list, and starts past the cursor.</summary>
    public static IQueryable<T> By<T>(this IQueryable<T> query, Expression<Func<T, long>> key, PageRequest page, bool descending)
    {
        var forward = descending != page.Backward;
        if (page.Cursor is not null)
        {
            query = query.Where(Past(key, long.Parse(page.Cursor, CultureInfo.InvariantCulture), forward));
        }

        return forward ? query.OrderByDescending(key) : query.OrderBy(key);
    }

    private static Expression<Func<T, bool>> Past<T>(Expression<Func<T, long>> key, long cursor, bool descending)
    {
        // As a variable and not as a constant: EF Core compiles a query once for all cursors.
        var bound = ((Expression<Func<long>>)(() => cursor)).Body;
        return Expression.Lambda<Func<T, bool>>(
            descending ? Expression.LessThan(key.Body, bound) : Expression.GreaterThan(key.Body, bound), key.Parameters);
    }
}
