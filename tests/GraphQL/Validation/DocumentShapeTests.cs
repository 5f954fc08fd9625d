using System.Globalization;
using System.Text;
using GraphQL.Planning;

namespace GraphQL.Tests.Validation;

/// <summary>Documents of about ten thousand tokens in every shape: reading, checking and keeping them takes memory as their length, not its square.</summary>
public sealed class DocumentShapeTests
{
    [Theory]
    [InlineData("{ dog { ", "name ", "} }")]
    [InlineData("{ dog { ", "a#: name ", "} }")]
    [InlineData("{ dog { ", "unknown# ", "} }")]
    [InlineData("{ dog { isAtLocation(", "x#: 1 ", ") } }")]
    [InlineData("{ arguments { stringListArgField(stringListArg: [", "\"x\" ", "]) } }")]
    [InlineData("{ arguments { dogArgField(dog: { ", "name: \"x\" ", "}) } }")]
    [InlineData("{ arguments { dogArgField(dog: { ", "f#: \"x\" ", "}) } }")]
    [InlineData("{ arguments { dogArgField(dog: { cats: [", "{ name: \"x\" } ", "] }) } }")]
    [InlineData("query Q(", "$v#: Int ", ") { dog { name } }")]
    [InlineData("query Q(", "$v: Int ", ") { dog { name } }")]
    [InlineData("{ dog { isAtLocation(", "x: $v# ", ") } }")]
    [InlineData("", "query Q# { dog { name } } ", "")]
    [InlineData("", "query Q { dog { name } } ", "")]
    [InlineData("", "{ dog { name } } ", "")]
    [InlineData("{ dog { ...F } }", "fragment F on Dog { name } ", "")]
    [InlineData("{ dog { ...F0 } }", "fragment F# on Dog { name } ", "")]
    [InlineData("{ dog { ", "...F ", "} } fragment F on Dog { name }")]
    [InlineData("{ dog { ", "... { name } ", "} }")]
    [InlineData("{ dog { ", "... on Cat { name } ", "} }")]
    [InlineData("{ dog { name ", "@include(if: true) ", "} }")]
    [InlineData("{ dog { name ", "@skip(if: $v#) ", "} }")]
    [InlineData("subscription S { ", "a#: newMessage { body } ", "}")]
    [InlineData("", "type T { a: Int } ", "")]
    public void Twice_the_document_takes_twice_the_memory(string start, string repeated, string end)
    {
        var once = Allocated(Document(start, repeated, end, 600));
        var twice = Allocated(Document(start, repeated, end, 1_200));
        twice.ShouldBeLessThan((long)(2.6 * once) + 200_000);
    }

    private static byte[] Document(string start, string repeated, string end, int count) => Encoding.UTF8.GetBytes(
        start + string.Concat(Enumerable.Range(0, count).Select(index => repeated.Replace("#", index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))) + end);

    // The least of several times: a collection that falls between, for other tests' sake, empties the pools that a request borrows from.
    private static long Allocated(byte[] document) => Enumerable.Range(0, 3).Min(_ => AllocatedOnce(document));

    private static long AllocatedOnce(byte[] document)
    {
        var store = new DocumentStore(Rule.Schema, new GraphQLOptions { MaximumAliases = int.MaxValue, MaximumDirectives = int.MaxValue, MaximumTokens = 20_000, DocumentCacheSize = 0 });
        var before = GC.GetAllocatedBytesForCurrentThread();
        store.Get(document, out var errors);
        errors.Count.ShouldBeLessThanOrEqualTo(101);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
