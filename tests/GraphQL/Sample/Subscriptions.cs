using System.Globalization;
using System.Runtime.CompilerServices;

namespace GraphQL.Tests.Sample;

/// <summary>A book came back.</summary>
public sealed record BookReturned(BookId Book, string By);

[SubscriptionType]
public static class LibrarySubscriptions
{
    /// <summary>Numbers up to one.</summary>
    /// <param name="to">The last number.</param>
    public static async IAsyncEnumerable<int> CountUp(Library library, [EnumeratorCancellation] CancellationToken cancellation, int to = 3)
    {
        library.Note("counting");
        try
        {
            for (var number = 1; number <= to; number++)
            {
                await Task.Yield();
                cancellation.ThrowIfCancellationRequested();
                yield return number;
            }
        }
        finally
        {
            library.Note("counted");
        }
    }

    /// <summary>The books that are named on the topic <c>books</c>.</summary>
    public static async Task<IAsyncEnumerable<Book>> GetBookNamedAsync(ITopicEventReceiver topics, Library library, CancellationToken cancellation)
    {
        var messages = await topics.SubscribeAsync("books", cancellation);
        return Books();

        async IAsyncEnumerable<Book> Books()
        {
            await foreach (var message in messages)
                yield return library.Books[int.Parse(message, CultureInfo.InvariantCulture) - 1];
        }
    }

    /// <summary>What is said on a topic.</summary>
    [Subscribe(With = nameof(ListenAsync))]
    public static string Said([EventMessage] string message, string greeting = "Heard") => $"{greeting}: {message}";

    /// <summary>The source of what is said.</summary>
    /// <param name="topic">Where to listen.</param>
    public static async ValueTask<IAsyncEnumerable<string>> ListenAsync(string topic, ITopicEventReceiver topics, Library library, CancellationToken cancellation)
    {
        if (topic.Length == 0)
            throw new GraphQLException("A topic has a name.", "NO_TOPIC");
        var messages = await topics.SubscribeAsync(topic, cancellation);
        library.Note("listening to " + topic);
        return Messages();

        async IAsyncEnumerable<string> Messages()
        {
            try
            {
                await foreach (var message in messages)
                    yield return message == "break" ? throw new InvalidOperationException("the bus is gone") : message;
            }
            finally
            {
                library.Note("left " + topic);
            }
        }
    }

    [Subscribe(With = nameof(Returns))]
    public static async Task<Book?> GetBookReturnedAsync([EventMessage] BookReturned returned, Library library, Scoped scoped, CancellationToken cancellation)
    {
        await Task.Yield();
        cancellation.ThrowIfCancellationRequested();
        library.Note($"returned by {returned.By} in {scoped.Number}");
        return returned.By == "nobody" ? throw new InvalidOperationException("nobody returned it") : library.Books.Find(book => book.Id == returned.Book);
    }

    [Authorize(Policy = "staff")]
    public static async IAsyncEnumerable<string> Secrets()
    {
        await Task.Yield();
        yield return "secret";
    }

    private static async IAsyncEnumerable<BookReturned> Returns(Scoped scoped, Library library, [ID("Book")] BookId? book = null)
    {
        library.Note($"waiting in {scoped.Number}");
        await Task.Yield();
        yield return new BookReturned(book ?? new BookId(1), "ada");
        yield return new BookReturned(book ?? new BookId(2), "nobody");
        yield return new BookReturned(book ?? new BookId(3), "italo");
        library.Note(scoped.IsDisposed ? "the scope was disposed too early" : "the scope is still there");
    }
}

/// <summary>One of each scope.</summary>
public sealed class Scoped(ScopedNumbers numbers) : IDisposable
{
    public int Number { get; } = numbers.Next();

    public bool IsDisposed { get; private set; }

    public void Dispose() => IsDisposed = true;
}

public sealed class ScopedNumbers
{
    private int last;

    public int Next() => Interlocked.Increment(ref last);
}
