namespace GraphQL.Tests.Readme;

#region first schema
public sealed record Author(int Id, string Name);

/// <summary>A book.</summary>
public sealed record Book(int Id, string Title, int AuthorId);

[QueryType]
public static class BookQueries
{
    /// <summary>All books.</summary>
    public static Task<IReadOnlyList<Book>> GetBooksAsync(BookStore store, CancellationToken cancellation) => store.AllAsync(cancellation);
}

[ObjectType<Book>(Ignore = [nameof(Book.AuthorId)])]
[Node]
public static class BookType
{
    [NodeResolver]
    public static Task<IReadOnlyDictionary<int, Book>> ByIdsAsync(IReadOnlyList<int> ids, BookStore store, CancellationToken cancellation) =>
        store.ByIdsAsync(ids, cancellation);

    [BatchResolver]
    public static Task<IReadOnlyList<Author>> GetAuthorAsync([Parent] IReadOnlyList<Book> books, BookStore store, CancellationToken cancellation) =>
        store.AuthorsAsync(books.Select(book => book.AuthorId), cancellation);

    public static string Shout([Parent] Book book, int times = 1) => book.Title.ToUpperInvariant() + new string('!', times);
}
#endregion
