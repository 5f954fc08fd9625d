using GraphQL.PersistedDocuments;

namespace GraphQL.Tests.PersistedDocuments;

public sealed class MemoryDocumentStorageTests
{
    private readonly MemoryDocumentStorage storage = new(capacity: 10_000);

    [Fact]
    public async Task What_was_not_asked_for_the_longest_is_forgotten_first()
    {
        await StoreAsync("a", 4000);
        await StoreAsync("b", 4000);
        await FindAsync("a");
        await StoreAsync("c", 4000);

        (await FindAsync("a")).ShouldBe(4000);
        (await FindAsync("b")).ShouldBeNull();
        (await FindAsync("c")).ShouldBe(4000);
    }

    [Fact]
    public async Task Small_documents_count_with_what_they_need_besides()
    {
        for (var index = 0; index < 1000; index++)
            await StoreAsync($"{index}", 1);

        var kept = 0;
        for (var index = 0; index < 1000; index++)
            kept += await FindAsync($"{index}") is null ? 0 : 1;
        kept.ShouldBeInRange(10, 30);
    }

    [Fact]
    public async Task A_document_larger_than_everything_displaces_nothing()
    {
        await StoreAsync("a", 100);
        await StoreAsync("large", 20_000);

        (await FindAsync("a")).ShouldBe(100);
        (await FindAsync("large")).ShouldBeNull();
    }

    [Fact]
    public async Task A_document_stored_twice_counts_once()
    {
        await StoreAsync("other", 3000);
        for (var times = 0; times < 10; times++)
            await StoreAsync("a", 3000);

        (await FindAsync("other")).ShouldBe(3000);
    }

    private ValueTask StoreAsync(string hash, int size) => storage.StoreAsync(hash, new byte[size], CancellationToken.None);

    private async Task<int?> FindAsync(string hash) => (await storage.FindAsync(hash, CancellationToken.None))?.Length;
}
