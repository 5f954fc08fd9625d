using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

internal static class Paging
{
    /// <summary>Newest first by id; one more row than asked for says whether there are more.</summary>
    internal static async Task<Page<TRow>> PageAsync<TRow>(this IQueryable<TRow> rows, Expression<Func<TRow, long>> id, PageRequest page, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(page.Size, nameof(page));
        if (page.Cursor is { } cursor)
        {
            var bound = Expression.Constant(cursor);
            var beyond = page.Backward ? Expression.GreaterThan(id.Body, bound) : Expression.LessThan(id.Body, bound);
            rows = rows.Where(Expression.Lambda<Func<TRow, bool>>(beyond, id.Parameters));
        }

        var ordered = page.Backward ? rows.OrderBy(id) : rows.OrderByDescending(id);
        var found = await ordered.Take(page.Size + 1).ToListAsync(cancellation);
        var more = found.Count > page.Size;
        if (more)
            found.RemoveAt(page.Size);
        if (page.Backward)
            found.Reverse();
        return page.Backward
            ? new Page<TRow>(found, HasNext: page.Cursor is not null, HasPrevious: more)
            : new Page<TRow>(found, HasNext: more, HasPrevious: page.Cursor is not null);
    }

    internal static Page<T> Select<TRow, T>(this Page<TRow> page, Func<TRow, T> map) => new([.. page.Items.Select(map)], page.HasNext, page.HasPrevious);
}
