using System.Text;
using GraphQL.Language;

namespace GraphQL.Tests.Language;

public sealed class ParserLimitTests
{
    [Fact]
    public void More_tokens_than_allowed_are_refused()
    {
        var options = new ParserOptions { MaximumTokens = 4 };
        GraphQLParser.Parse("{ a b }", options).ShouldNotBeNull();
        Message("{ a b c }", options).ShouldBe("Syntax Error: Document contains more than 4 tokens. Parsing aborted.");
    }

    [Fact]
    public void More_aliases_than_allowed_are_refused()
    {
        var options = new ParserOptions { MaximumAliases = 2 };
        GraphQLParser.Parse("{ a: x b: x { y } z }", options).ShouldNotBeNull();
        Message("{ a: x b: x c: x }", options).ShouldBe("Syntax Error: Document contains more than 2 aliases. Parsing aborted.");
    }

    [Fact]
    public void More_directives_than_allowed_are_refused()
    {
        var options = new ParserOptions { MaximumDirectives = 2 };
        GraphQLParser.Parse("query @a { b @c }", options).ShouldNotBeNull();
        Message("query @a { b @c @d }", options).ShouldBe("Syntax Error: Document contains more than 2 directives. Parsing aborted.");
    }

    [Fact]
    public void The_default_limits_refuse_what_is_far_beyond_any_client()
    {
        Message(Repeat("{", "a ", 10_000, "}"), null).ShouldContain("10000 tokens");
        Message(Repeat("{", "a:b ", 501, "}"), null).ShouldContain("500 aliases");
        Message(Repeat("{a", "@b ", 501, "}"), null).ShouldContain("500 directives");
        GraphQLParser.Parse(Repeat("{", "a:b ", 500, "}")).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("{a", "{a", "}")]
    [InlineData("{a(b:", "[", "")]
    [InlineData("{a(b:", "{c:", "")]
    [InlineData("query($a:", "[", "")]
    [InlineData("{", "... {", "")]
    [InlineData("{", "... on A {", "")]
    [InlineData("type A{b(c:", "[", "")]
    [InlineData("type A{b:", "[", "")]
    [InlineData("query($a:B=", "[", "")]
    [InlineData("query($a:B=", "{c:", "")]
    public void Nesting_ends_in_an_error_and_never_in_a_stack_overflow(string start, string repeated, string end)
    {
        var source = Repeat(start, repeated, 500_000, end);
        Message(source, ParserOptions.Trusted).ShouldBe("Syntax Error: Document contains more than 200 levels of nesting. Parsing aborted.");
    }

    [Fact]
    public void Siblings_do_not_add_to_the_depth()
    {
        var options = new ParserOptions { MaximumDepth = 3 };
        GraphQLParser.Parse("{ a { b(x: [1]) c(x: {y: 2}) } d { e { f } } g(x: [[1]]) }", options).ShouldNotBeNull();
    }

    private static string Repeat(string start, string repeated, int count, string end) =>
        new StringBuilder(start).Insert(start.Length, repeated, count).Append(end).ToString();

    private static string Message(string source, ParserOptions? options) =>
        Should.Throw<GraphQLSyntaxException>(() => GraphQLParser.Parse(source, options)).Message;
}
