namespace GraphQL.Tests.Sample;

public readonly record struct BookId(int Value) : IParsable<BookId>
{
    public static BookId Parse(string s, IFormatProvider? provider) => new(int.Parse(s, provider));

    public static bool TryParse(string? s, IFormatProvider? provider, out BookId result)
    {
        var parsed = int.TryParse(s, provider, out var value);
        result = new BookId(value);
        return parsed;
    }

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

public readonly record struct Pages(int Value);

public readonly record struct Isbn(string Value);

/// <summary>How a book is bound.</summary>
public enum Binding
{
    /// <summary>With a hard cover.</summary>
    HardCover,
    Paperback,

    [GraphQLDeprecated("Nobody prints on silk.")]
    Silk,

    [GraphQLIgnore]
    Unknown,
}

/// <summary>An amount of money.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record Money(decimal Amount, string Currency);

public abstract record Person(Guid Id, string Name);

public sealed record Author(Guid Id, string Name, int Born) : Person(Id, Name);

public sealed record Reader(Guid Id, string Name) : Person(Id, Name);

[UnionType("Item")]
public interface IItem;

public sealed record Book(
    BookId Id,
    string Title,
    Guid AuthorId,
    Binding Binding,
    Pages Pages,
    Isbn Isbn,
    DateTimeOffset PublishedAt,
    DateOnly? Acquired,
    double Rating,
    long Copies,
    bool Available,
    IReadOnlyList<string> Tags,
    IReadOnlyList<int?> Scores,
    Money Price,
    Uri? Link) : IItem
{
    public string Secret => "do not show";
}

public sealed record Magazine(string Title, int Issue) : IItem;

/// <summary>The data, and what was asked of it.</summary>
public sealed class Library
{
    public static readonly Guid Ursula = Guid.Parse("00000000-0000-0000-0000-000000000001");
    public static readonly Guid Italo = Guid.Parse("00000000-0000-0000-0000-000000000002");
    public static readonly Guid Nobody = Guid.Parse("00000000-0000-0000-0000-00000000dead");
    public static readonly Guid Ada = Guid.Parse("00000000-0000-0000-0000-000000000003");

    public List<string> Calls { get; } = [];

    public List<Person> People { get; } =
    [
        new Author(Ursula, "Ursula", 1929), new Author(Italo, "Italo", 1923), new Reader(Ada, "Ada"),
    ];

    public List<Book> Books { get; } =
    [
        Make(1, "The Dispossessed", Ursula),
        Make(2, "Invisible Cities", Italo),
        Make(3, "The Lathe of Heaven", Ursula),
        Make(4, "Anonymous", Nobody),
    ];

    public List<Magazine> Magazines { get; } = [new("Nature", 1), new("Mind", 7)];

    public void Note(string call)
    {
        lock (Calls)
            Calls.Add(call);
    }

    private static Book Make(int id, string title, Guid author) => new(
        new BookId(id),
        title,
        author,
        id == 1 ? Binding.HardCover : Binding.Paperback,
        new Pages(100 * id),
        new Isbn("isbn-" + id),
        new DateTimeOffset(2020, 1, id, 12, 0, 0, TimeSpan.FromHours(2)),
        id == 1 ? new DateOnly(2021, 5, 6) : null,
        id + 0.5,
        5_000_000_000L + id,
        id % 2 == 1,
        ["a", "b"],
        [1, null, id],
        new Money(9.90m + id, "EUR"),
        id == 1 ? new Uri("https://books.example/1") : null);
}
