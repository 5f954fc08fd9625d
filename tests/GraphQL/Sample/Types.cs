using System.Security.Claims;
using System.Text.Json;
using GraphQL.TypeSystem;

namespace GraphQL.Tests.Sample;

public sealed class IsbnScalar() : ScalarType<Isbn>("ISBN", "An international standard book number.", "https://isbn.example/")
{
    public override Isbn Parse(ScalarInput input) =>
        input.Kind == ScalarInputKind.String && input.Text.StartsWith("isbn-", StringComparison.Ordinal)
            ? new Isbn(input.Text)
            : throw new FormatException($"ISBN cannot represent {input}.");

    public override void Write(Utf8JsonWriter writer, Isbn value) => writer.WriteStringValue(value.Value);
}

/// <summary>Somebody.</summary>
[InterfaceType<Person>(Include = [nameof(Person.Name)])]
[Node(IdName = "Person")]
public static class PersonType
{
    [NodeResolver]
    public static Task<IReadOnlyDictionary<Guid, Person>> ByIdsAsync(IReadOnlyList<Guid> ids, Library library)
    {
        library.Note($"people:{ids.Count}");
        return Task.FromResult<IReadOnlyDictionary<Guid, Person>>(library.People.Where(person => ids.Contains(person.Id)).ToDictionary(person => person.Id));
    }

    [BatchResolver]
    public static Task<IReadOnlyList<int>> GetLoansAsync([Parent] IReadOnlyList<Person> people, Library library)
    {
        library.Note($"loans:{people.Count}");
        return Task.FromResult<IReadOnlyList<int>>([.. people.Select(person => person.Name.Length)]);
    }

    public static string Greet([Parent] Person person, string greeting = "Hello") => $"{greeting}, {person.Name}";
}

[ObjectType<Author>(Include = [nameof(Author.Born)])]
public static class AuthorType
{
    [BatchResolver]
    public static async Task<Connection<Book>[]> GetBooksAsync(
        [Parent] IReadOnlyList<Author> authors, PageArguments page, string? titleContains, Library library, CancellationToken cancellation)
    {
        library.Note($"author.books:{authors.Count}");
        await Task.Delay(1, cancellation);
        return
        [
            .. authors.Select(author => SamplePaging.Page(
                library,
                [.. library.Books.Where(book => book.AuthorId == author.Id && (titleContains is null || book.Title.Contains(titleContains, StringComparison.Ordinal)))],
                page)),
        ];
    }
}

[ObjectType<Reader>]
public static class ReaderType;

internal static class SamplePaging
{
    public static Connection<Book> Page(Library library, IReadOnlyList<Book> all, PageArguments page)
    {
        var after = page is { Backward: false, Cursor: not null } ? all.Where(book => string.CompareOrdinal(book.Id.ToString(), page.Cursor) > 0).ToList() : [.. all];
        if (page is { Backward: true, Cursor: not null })
            after = [.. all.Where(book => string.CompareOrdinal(book.Id.ToString(), page.Cursor) < 0)];
        var some = page.Backward ? after.TakeLast(page.Size).ToList() : after.Take(page.Size).ToList();
        return new Connection<Book>(
            [.. some.Select(book => new Edge<Book>(book, book.Id.ToString()))],
            !page.Backward && some.Count < after.Count,
            page.Backward && some.Count < after.Count,
            _ =>
            {
                library.Note("count");
                return ValueTask.FromResult(all.Count);
            });
    }
}

/// <summary>A book.</summary>
[ObjectType<Book>(Ignore = [nameof(Book.Secret), nameof(Book.AuthorId)])]
[Node]
public static class BookType
{
    [NodeResolver]
    public static Task<IReadOnlyDictionary<BookId, Book>> ByIdsAsync(IReadOnlyList<BookId> ids, Library library)
    {
        library.Note($"books:{ids.Count}");
        return Task.FromResult<IReadOnlyDictionary<BookId, Book>>(library.Books.Where(book => ids.Contains(book.Id)).ToDictionary(book => book.Id));
    }

    /// <summary>The title, loudly.</summary>
    public static string GetShout([Parent] Book book) => book.Title.ToUpperInvariant();

    [BatchResolver]
    public static Task<IReadOnlyList<Author?>> GetAuthorAsync([Parent] IReadOnlyList<Book> books, Library library)
    {
        library.Note($"book.author:{books.Count}");
        return Task.FromResult<IReadOnlyList<Author?>>([.. books.Select(book => library.People.OfType<Author>().FirstOrDefault(author => author.Id == book.AuthorId))]);
    }

    [BatchResolver]
    public static IReadOnlyList<FieldResult<int>> GetStock([Parent] IReadOnlyList<Book> books) =>
        [.. books.Select(book => book.Id.Value == 2 ? new FieldResult<int>(new GraphQLError("Not counted.") { Code = "NOT_COUNTED" }) : book.Id.Value * 10)];

    public static async Task<int> GetDaysAsync([Parent] Book book, Library library, CancellationToken cancellation, int days = 30)
    {
        library.Note("book.days");
        await Task.Delay(1, cancellation);
        return book.Id.Value + days;
    }

    [ID("Person")]
    public static Guid GetAuthorKey([Parent] Book book) => book.AuthorId;

    public static string GetBroken([Parent] Book book) => book.Id.Value == 3 ? throw new InvalidOperationException("broken inside") : "fine";

    public static string? GetBrokenMaybe([Parent] Book book) => book.Id.Value == 3 ? throw new GraphQLException("Broken.", "BROKEN") : "fine";

    [GraphQLDeprecated("Use title.")]
    public static string GetCaption([Parent] Book book) => book.Title;

    [Authorize(Policy = "staff")]
    public static int? GetCost([Parent] Book book) => book.Id.Value;

    public static Book? GetSequel([Parent] Book book, Library library) => library.Books.FirstOrDefault(other => other.Id.Value == book.Id.Value + 1);
}

[QueryType]
public static class LibraryQueries
{
    public static string GetHello() => "world";

    /// <summary>All books.</summary>
    /// <param name="binding">Only these.</param>
    [AllowAnonymous]
    public static Task<IReadOnlyList<Book>> GetBooksAsync(Library library, Binding? binding = null, [ID("Book")] IReadOnlyList<BookId>? ids = null)
    {
        library.Note("books");
        return Task.FromResult<IReadOnlyList<Book>>([.. library.Books.Where(book => (binding is null || book.Binding == binding) && (ids is null || ids.Contains(book.Id)))]);
    }

    public static ValueTask<Book?> GetBookAsync(Library library, [ID("Book")] BookId id) =>
        ValueTask.FromResult(library.Books.FirstOrDefault(book => book.Id == id));

    [UsePaging(DefaultPageSize = 2, MaximumPageSize = 3)]
    public static Connection<Book> GetShelf(PageArguments page, Library library, ResolverContext context)
    {
        library.Note(context.IsSelected("totalCount") ? "shelf+count" : "shelf");
        return SamplePaging.Page(library, library.Books, page);
    }

    public static IReadOnlyList<IItem> GetItems(Library library) => [library.Books[0], library.Magazines[0], library.Books[1]];

    public static IReadOnlyList<Person> GetPeople(Library library) => library.People;

    public static string Echo(EchoInput input) => JsonSerializer.Serialize(input);

    public static string Choose(Choice choice) => choice.ByTitle is not null ? $"title {choice.ByTitle}" : $"pages {choice.ByPages?.Value}";

    public static Task<string> GetMeAsync(ClaimsPrincipal user) => Task.FromResult(user.Identity?.Name ?? "nobody");

    [Authorize]
    public static string GetPrivate() => "private";

    public static string AnyNode([ID] GlobalId id) => $"{id.TypeName}/{id.Key}";

    public static JsonElement Json(JsonElement value) => value;

    [GraphQLType("[Int!]!")]
    [GraphQLName("numbers")]
    public static List<int> SomeNumbers([GraphQLType("[Int!]!")] IReadOnlyList<int> values) => [.. values];

    public static async Task<string> GetSlowAsync(CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromSeconds(30), cancellation);
        return "slow";
    }

    public static IReadOnlyList<IReadOnlyList<Book>> GetPairs(Library library) => [library.Books[..2], library.Books[2..]];


    [Parallel]
    public static async Task<int> GetLeftAsync(Meeting meeting, CancellationToken cancellation) => await meeting.MeetAsync(cancellation);

    [Parallel]
    public static async Task<int> GetRightAsync(Meeting meeting, CancellationToken cancellation) => await meeting.MeetAsync(cancellation);
}

/// <summary>Two resolvers that can only end when both have begun.</summary>
public sealed class Meeting
{
    private readonly TaskCompletionSource both = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int arrived;

    public async Task<int> MeetAsync(CancellationToken cancellation)
    {
        var place = Interlocked.Increment(ref arrived);
        if (place == 2)
            both.SetResult();
        await both.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellation);
        return place;
    }
}

/// <summary>Everything an input can be.</summary>
public sealed record EchoInput(
    string Text,
    Binding Binding,
    Pages Pages,
    [GraphQLDefault("{ amount: \"1.50\" }")] MoneyInput Price,
    [ID("Book")] BookId? Book = null,
    int Count = 3,
    decimal Share = 100m,
    IReadOnlyList<string>? Tags = null);

public sealed record MoneyInput(decimal Amount, string Currency = "USD");

[OneOf]
public sealed record Choice(string? ByTitle, Pages? ByPages);
