namespace GraphQL.Tests.Readme;

#region mutations
public sealed record RenameBookInput([ID("Book")] int Id, string Title);

public sealed record RenameBookPayload(Book Book);

public sealed record BookNotFoundError(string Message) : UserError("NOT_FOUND", Message);

[MutationType]
public static class BookMutations
{
    [Authorize]
    [Error<BookNotFoundError>]
    public static async Task<MutationResult<RenameBookPayload>> RenameBookAsync(
        RenameBookInput input, BookStore store, ITopicEventSender topics, CancellationToken cancellation)
    {
        if (await store.RenameAsync(input.Id, input.Title, cancellation) is not { } book)
            return new BookNotFoundError("There is no such book.");
        await topics.SendAsync("renamed", book.Title, cancellation);
        return new RenameBookPayload(book);
    }
}
#endregion
