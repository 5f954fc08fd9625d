using System.Text;
using GraphQL.Execution.Resolvers;
using GraphQL.Language;
using GraphQL.Planning;
using GraphQL.TypeSystem;

namespace GraphQL.Tests.Planning;

public sealed class DocumentStoreTests
{
    private static readonly Schema Schema = new(new ObjectType("Query", () => [new FieldDefinition("a", BuiltInScalars.Int) { Resolver = PureResolver.Of((object _) => 1) }]));

    [Fact]
    public void A_document_seen_before_is_looked_up()
    {
        var store = new DocumentStore(Schema, new GraphQLOptions());
        var first = store.Get("{ a }"u8, out _);
        store.Get(Encoding.UTF8.GetBytes("{ a }"), out _).ShouldBeSameAs(first);
        store.Get("{  a }"u8, out _).ShouldNotBeSameAs(first);
    }

    [Fact]
    public void The_store_keeps_no_more_than_it_may()
    {
        var cache = new BoundedCache<object>(10);
        for (var index = 0; index < 1000; index++)
            cache.Add(Key(index), new object());
        Enumerable.Range(0, 1000).Count(index => cache.TryGet(Key(index), out _)).ShouldBeLessThanOrEqualTo(10);
        cache.TryGet(Key(999), out _).ShouldBeTrue();
    }

    [Fact]
    public void What_is_asked_for_again_and_again_stays()
    {
        var cache = new BoundedCache<object>(10);
        cache.Add(Key(-1), new object());
        for (var index = 0; index < 1000; index++)
        {
            cache.Add(Key(index), new object());
            cache.TryGet(Key(-1), out _).ShouldBeTrue();
        }
    }

    [Fact]
    public void Documents_over_a_limit_are_refused()
    {
        var store = new DocumentStore(Schema, new GraphQLOptions { MaximumTokens = 10 });
        store.Get(Encoding.UTF8.GetBytes("{ a a a a a a a a a a a }"), out var errors).ShouldBeNull();
        errors.Single().Code.ShouldBe("GRAPHQL_PARSE_FAILED");
    }

    [Fact]
    public void Operations_of_one_document_have_plans_of_their_own()
    {
        var document = GraphQLParser.Parse("query A { a } query B { b: a }");
        var prepared = new PreparedDocument(Schema, document);
        var a = prepared.PlanOf(prepared.Find("A", out _)!, VariableValues.None, out _);
        var b = prepared.PlanOf(prepared.Find("B", out _)!, VariableValues.None, out _);
        a.ShouldNotBeSameAs(b);
        prepared.PlanOf(prepared.Find("A", out _)!, VariableValues.None, out _).ShouldBeSameAs(a);
    }

    private static byte[] Key(int index) => BitConverter.GetBytes(index);
}
