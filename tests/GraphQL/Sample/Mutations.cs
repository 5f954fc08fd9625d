namespace GraphQL.Tests.Sample;

public sealed record BookNotFoundError([property: ID] string Id) : UserError("NOT_FOUND", "There is no such book.");

public sealed record NotAllowedError(string Message) : UserError("FORBIDDEN", Message);

public sealed record LendBookInput([ID("Book")] BookId Book, string To);

/// <summary>The book that was lent.</summary>
public sealed record LendBookPayload(Book? Book, int Days);

public sealed record BurnBooksInput(string Why);

public sealed record BurnBooksPayload(int? Burnt);

[MutationType]
public static class LibraryMutations
{
    [Error<BookNotFoundError>]
    [Error<NotAllowedError>]
    public static async Task<MutationResult<LendBookPayload>> LendBookAsync(LendBookInput input, Library library)
    {
        library.Note($"begin {input.To}");
        await Task.Yield();
        library.Note($"end {input.To}");
        return library.Books.Find(book => book.Id == input.Book) is { } found
            ? new LendBookPayload(found, 14)
            : new BookNotFoundError(GlobalId.Encode("Book", input.Book));
    }

    [Authorize(Policy = "staff")]
    [Error<NotAllowedError>]
    public static MutationResult<BurnBooksPayload> BurnBooks(BurnBooksInput input, Library library)
    {
        library.Note("burn " + input.Why);
        return new BurnBooksPayload(0);
    }

    public static int? Count(Library library, bool fail = false)
    {
        library.Note("count");
        return fail ? throw new GraphQLException("No.", "NO") : library.Calls.Count;
    }

    public static int MustCount(Library library, bool fail = false)
    {
        library.Note("must count");
        return fail ? throw new GraphQLException("No.", "NO") : 1;
    }
}
