namespace GraphQL.Tests.Readme;

#region pages
[QueryType]
public static class ShelfQueries
{
    [UsePaging(DefaultPageSize = 2, MaximumPageSize = 50)]
    public static async Task<Connection<Book>> GetShelfAsync(PageArguments page, BookStore store, CancellationToken cancellation)
    {
        // One more than the page holds tells whether there are more.
        var found = page.Backward
            ? await store.BeforeAsync(page.Cursor, page.Size + 1, cancellation)
            : await store.AfterAsync(page.Cursor, page.Size + 1, cancellation);
        var hasMore = found.Count > page.Size;
        var books = page.Backward ? found.TakeLast(page.Size) : found.Take(page.Size);
        return new Connection<Book>(
            [.. books.Select(book => new Edge<Book>(book, book.Id.ToString()))],
            hasNextPage: !page.Backward && hasMore,
            hasPreviousPage: page.Backward && hasMore,
            store.CountAsync);
    }
}
#endregion
