namespace GraphQL.Tests.Readme;

/// <summary>The data of the README's examples.</summary>
public sealed class BookStore
{
    private readonly List<Book> books = [new(1, "The Dispossessed", 1), new(2, "Invisible Cities", 2), new(3, "The Lathe of Heaven", 1)];
    private readonly List<Author> authors = [new(1, "Ursula"), new(2, "Italo")];

    public int AuthorCalls { get; private set; }

    public Task<IReadOnlyList<Book>> AllAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Book>>([.. books]);

    public Task<IReadOnlyList<Book>> AfterAsync(string? cursor, int count, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Book>>([.. books.Where(book => cursor is null || book.Id > Key(cursor)).Take(count)]);

    public Task<IReadOnlyList<Book>> BeforeAsync(string? cursor, int count, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Book>>([.. books.Where(book => cursor is null || book.Id < Key(cursor)).TakeLast(count)]);

    public ValueTask<int> CountAsync(CancellationToken cancellation) => ValueTask.FromResult(books.Count);

    public Task<IReadOnlyDictionary<int, Book>> ByIdsAsync(IReadOnlyList<int> ids, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyDictionary<int, Book>>(books.Where(book => ids.Contains(book.Id)).ToDictionary(book => book.Id));

    public Task<IReadOnlyList<Author>> AuthorsAsync(IEnumerable<int> ids, CancellationToken cancellation)
    {
        AuthorCalls++;
        return Task.FromResult<IReadOnlyList<Author>>([.. ids.Select(id => authors.First(author => author.Id == id))]);
    }

    public Task<Book?> RenameAsync(int id, string title, CancellationToken cancellation)
    {
        var index = books.FindIndex(book => book.Id == id);
        if (index >= 0)
            books[index] = books[index] with { Title = title };
        return Task.FromResult(index < 0 ? null : books[index]);
    }

    private static int Key(string cursor) => int.Parse(cursor, System.Globalization.CultureInfo.InvariantCulture);
}
