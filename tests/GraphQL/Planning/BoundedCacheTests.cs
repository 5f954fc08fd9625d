using System.Text;
using GraphQL.Execution.Resolvers;
using GraphQL.Language;
using GraphQL.Planning;
using GraphQL.TypeSystem;

namespace GraphQL.Tests.Planning;

public sealed class BoundedCacheTests
{
    private static readonly Schema Schema = new(new ObjectType(
        "Query",
        () => [.. "abc".Select(name => new FieldDefinition(name.ToString(), BuiltInScalars.Int) { Resolver = PureResolver.Of((object _) => 1) })]));

    [Fact]
    public void Few_large_values_are_kept_as_well_as_many_small_ones_would_be()
    {
        var cache = new BoundedCache<byte[]>(1_000, 1_000_000, value => value.Length);
        for (var index = 0; index < 100; index++)
        {
            cache.Add(Key(index), new byte[100_000]);
            cache.Memory.ShouldBeLessThanOrEqualTo(1_000_000);
        }

        Enumerable.Range(0, 100).Count(index => cache.TryGet(Key(index), out _)).ShouldBeInRange(4, 9);
        cache.TryGet(Key(99), out _).ShouldBeTrue();
    }

    [Fact]
    public void Keys_count_too()
    {
        var cache = new BoundedCache<object>(1_000, 1_000_000);
        for (var index = 0; index < 100; index++)
            cache.Add([.. Key(index), .. new byte[100_000]], new object());
        cache.Memory.ShouldBeLessThanOrEqualTo(1_000_000);
    }

    [Fact]
    public void What_needs_more_than_half_of_the_memory_is_not_kept()
    {
        var cache = new BoundedCache<byte[]>(1_000, 1_000, value => value.Length);
        cache.Add(Key(1), new byte[400]);
        cache.Add(Key(2), new byte[600]);
        cache.TryGet(Key(1), out _).ShouldBeTrue();
        cache.TryGet(Key(2), out _).ShouldBeFalse();
    }

    [Fact]
    public void Values_that_grow_push_others_out()
    {
        var cache = new BoundedCache<byte[]>(1_000, 1_000, value => value.Length);
        cache.Add(Key(1), new byte[10]);
        cache.Grow(600);
        cache.Grow(600);
        cache.TryGet(Key(1), out _).ShouldBeFalse();
        cache.Memory.ShouldBeLessThanOrEqualTo(1_000);
    }

    [Fact]
    public void Documents_of_a_mebibyte_do_not_fill_the_memory_by_their_number()
    {
        var store = new DocumentStore(Schema, new GraphQLOptions { DocumentCacheMemory = 16 * 1024 * 1024 });
        var first = store.Get(Large(0), out _);
        store.Get(Large(0), out _).ShouldBeSameAs(first);
        for (var index = 1; index < 20; index++)
            store.Get(Large(index), out _).ShouldNotBeNull();
        store.Get(Large(0), out _).ShouldNotBeSameAs(first);
    }

    [Fact]
    public void A_document_counts_with_the_plans_it_keeps()
    {
        var grown = 0L;
        var document = new PreparedDocument(Schema, GraphQLParser.Parse("query A { a } query B { a b c }"), null, 31, bytes => grown += bytes);
        var before = document.Memory;
        before.ShouldBe((12 * 100) + (31 * 2));
        foreach (var name in new[] { "A", "B", "B" })
            document.PlanOf(document.Find(name, out _)!, VariableValues.None, out _).ShouldNotBeNull();
        grown.ShouldBe((2 + 4) * 400);
        document.Memory.ShouldBe(before + grown);
    }

    [Fact]
    public void A_document_keeps_plans_up_to_a_bound_for_all_its_operations_together()
    {
        var space = new PlanSpace(null);
        space.TryTake(30_000).ShouldBeTrue();
        space.TryTake(30_000).ShouldBeFalse();
        space.TryTake(20_000).ShouldBeTrue();
        space.TryTake(1).ShouldBeFalse();
        space.Leave(20_000);
        space.TryTake(1).ShouldBeTrue();
        space.Memory.ShouldBe(30_001 * 400);
    }

    private static byte[] Key(int index) => BitConverter.GetBytes(index);

    private static byte[] Large(int index) => Encoding.UTF8.GetBytes($"{{ a }} # {index} " + new string('x', 1_000_000));
}
