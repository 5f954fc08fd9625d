using System.Text;
using GraphQL.Language;

namespace GraphQL.Tests.Language;

public sealed class LexerTests
{
    [Theory]
    [InlineData("\"plain\"", "plain")]
    [InlineData("\"\"", "")]
    [InlineData("\" white space \"", " white space ")]
    [InlineData("\"quote \\\"\"", "quote \"")]
    [InlineData("\"\\b\\f\\n\\r\\t\\\\\\/\"", "\b\f\n\r\t\\/")]
    [InlineData("\"\\u0041\\u00e9\\u20AC\"", "Aé€")]
    [InlineData("\"\\u{41}\\u{1F600}\\u{0001F600}\\u{10FFFF}\"", "A😀😀\U0010FFFF")]
    [InlineData("\"\\uD83D\\uDE00\"", "😀")]
    [InlineData("\"naïve 😀\"", "naïve 😀")]
    [InlineData("\"contains \0 and \x1F\"", "contains \0 and \x1F")]
    public void A_string_has_its_escapes_resolved(string source, string expected) =>
        GraphQLParser.ParseValue(source).ShouldBeOfType<StringValueNode>().Value.ShouldBe(expected);

    [Theory]
    [InlineData("\"\"\"\"\"\"", "")]
    [InlineData("\"\"\"simple\"\"\"", "simple")]
    [InlineData("\"\"\" white space \"\"\"", " white space ")]
    [InlineData("\"\"\"contains \" quote\"\"\"", "contains \" quote")]
    [InlineData("\"\"\"contains \\\"\"\" triple\"\"\"", "contains \"\"\" triple")]
    [InlineData("\"\"\"multi\nline\"\"\"", "multi\nline")]
    [InlineData("\"\"\"multi\rline\r\nnormalized\"\"\"", "multi\nline\nnormalized")]
    [InlineData("\"\"\"unescaped \\n\\u1234\"\"\"", "unescaped \\n\\u1234")]
    [InlineData("\"\"\"\n\n    spans\n      several\n    lines\n\n  \"\"\"", "spans\n  several\nlines")]
    [InlineData("\"\"\"  first\n    second\n     third\"\"\"", "  first\nsecond\n third")]
    [InlineData("\"\"\"\n \t\n\"\"\"", "")]
    [InlineData("\"\"\"\ta\n\t\tb\n\n\t\tc\"\"\"", "\ta\nb\n\nc")]
    public void A_block_string_loses_its_common_indentation(string source, string expected) =>
        GraphQLParser.ParseValue(source).ShouldBe(new StringValueNode(expected, IsBlock: true) { Location = new SourceLocation(1, 1) });

    [Theory]
    [InlineData("\"", "Unterminated string.", 1, 2)]
    [InlineData("\"no end", "Unterminated string.", 1, 8)]
    [InlineData("\"é\n", "Unterminated string.", 1, 3)]
    [InlineData("\"multi\nline\"", "Unterminated string.", 1, 7)]
    [InlineData("\"multi\rline\"", "Unterminated string.", 1, 7)]
    [InlineData("\"\"\"", "Unterminated string.", 1, 4)]
    [InlineData("\"\"\"a\nbc é", "Unterminated string.", 2, 5)]
    [InlineData("\"bad \\z esc\"", "Invalid character escape sequence: \"\\z\".", 1, 6)]
    [InlineData("\"bad \\x esc\"", "Invalid character escape sequence: \"\\x\".", 1, 6)]
    [InlineData("\"bad \\😀 esc\"", "Invalid character escape sequence: \"\\😀\".", 1, 6)]
    [InlineData("\"bad \\u1 esc\"", "Invalid Unicode escape sequence: \"\\u1 es\".", 1, 6)]
    [InlineData("\"bad \\u0XX1 esc\"", "Invalid Unicode escape sequence: \"\\u0XX1\".", 1, 6)]
    [InlineData("\"bad \\uXXXF esc\"", "Invalid Unicode escape sequence: \"\\uXXXF\".", 1, 6)]
    [InlineData("\"bad \\u{} esc\"", "Invalid Unicode escape sequence: \"\\u{}\".", 1, 6)]
    [InlineData("\"bad \\u{FXXX} esc\"", "Invalid Unicode escape sequence: \"\\u{FX\".", 1, 6)]
    [InlineData("\"bad \\u{110000} esc\"", "Invalid Unicode escape sequence: \"\\u{110000}\".", 1, 6)]
    [InlineData("\"bad \\u{FFFFFFFF} esc\"", null, 1, 6)]
    [InlineData("\"bad \\uD83D alone\"", "Invalid Unicode escape sequence: \"\\uD83D\".", 1, 6)]
    [InlineData("\"bad \\uDE00 alone\"", "Invalid Unicode escape sequence: \"\\uDE00\".", 1, 6)]
    [InlineData("\"bad \\uD83D\\uDBFF pair\"", "Invalid Unicode escape sequence: \"\\uD83D\".", 1, 6)]
    [InlineData("\"bad \\u{D800} esc\"", "Invalid Unicode escape sequence: \"\\u{D800}\".", 1, 6)]
    [InlineData("00", "Invalid number, unexpected digit after 0: \"0\".", 1, 2)]
    [InlineData("01", "Invalid number, unexpected digit after 0: \"1\".", 1, 2)]
    [InlineData("+1", "Unexpected character: \"+\".", 1, 1)]
    [InlineData("-", "Invalid number, expected digit but got: <EOF>.", 1, 2)]
    [InlineData("-A", "Invalid number, expected digit but got: \"A\".", 1, 2)]
    [InlineData("1.", "Invalid number, expected digit but got: <EOF>.", 1, 3)]
    [InlineData("1.A", "Invalid number, expected digit but got: \"A\".", 1, 3)]
    [InlineData("1.0e", "Invalid number, expected digit but got: <EOF>.", 1, 5)]
    [InlineData("1.0eA", "Invalid number, expected digit but got: \"A\".", 1, 5)]
    [InlineData("1.2e3.4", "Invalid number, expected digit but got: \".\".", 1, 6)]
    [InlineData("1.23.4", "Invalid number, expected digit but got: \".\".", 1, 5)]
    [InlineData("0xF1", "Invalid number, expected digit but got: \"x\".", 1, 2)]
    [InlineData("0_0", "Invalid number, expected digit but got: \"_\".", 1, 2)]
    [InlineData("123abc", "Invalid number, expected digit but got: \"a\".", 1, 4)]
    [InlineData(".123", "Unexpected character: \".\".", 1, 1)]
    [InlineData("..", "Unexpected character: \".\".", 1, 1)]
    [InlineData("?", "Unexpected character: \"?\".", 1, 1)]
    [InlineData("\0", "Unexpected character: U+0000.", 1, 1)]
    [InlineData("\u00AA", "Unexpected character: U+00AA.", 1, 1)]
    [InlineData("\U0001F600", "Unexpected character: U+1F600.", 1, 1)]
    [InlineData("'single'", "Unexpected single quote character ('), did you mean to use a double quote (\")?", 1, 1)]
    [InlineData("\n\r\n\r  ?", "Unexpected character: \"?\".", 4, 3)]
    [InlineData("[\"é😀\" ?]", "Unexpected character: \"?\".", 1, 8)]
    [InlineData("[\"\"\"é\né😀\"\"\" ?]", "Unexpected character: \"?\".", 2, 8)]
    [InlineData("\uFEFF\uFEFF ?", "Unexpected character: \"?\".", 1, 4)]
    public void A_token_that_is_none_is_an_error_at_its_place(string source, string? message, int line, int column)
    {
        var error = Should.Throw<GraphQLSyntaxException>(() => GraphQLParser.ParseValue(source));
        if (message is not null)
            error.Message.ShouldBe("Syntax Error: " + message);
        error.Message.ShouldStartWith("Syntax Error: ");
        error.Location.ShouldBe(new SourceLocation(line, column));
    }

    [Theory]
    [InlineData("4")]
    [InlineData("-4")]
    [InlineData("9")]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("123456789012345678901234567890")]
    public void A_whole_number_keeps_its_text(string source) =>
        GraphQLParser.ParseValue(source).ShouldBeOfType<IntValueNode>().Value.ShouldBe(source);

    [Theory]
    [InlineData("4.123")]
    [InlineData("-4.123")]
    [InlineData("0.123")]
    [InlineData("123e4")]
    [InlineData("123E4")]
    [InlineData("123e-4")]
    [InlineData("123e+4")]
    [InlineData("-1.123e4567")]
    public void A_fraction_or_an_exponent_makes_a_float(string source) =>
        GraphQLParser.ParseValue(source).ShouldBeOfType<FloatValueNode>().Value.ShouldBe(source);

    [Fact]
    public void Commas_comments_and_byte_order_marks_are_ignored_everywhere()
    {
        var document = GraphQLParser.Parse("\uFEFF{,,# a comment: é {\r\na,\uFEFFb},# the end");
        GraphQLPrinter.Print(document).ShouldBe("{\n  a\n  b\n}");
    }

    [Fact]
    public void Invalid_utf8_is_an_error_at_its_place()
    {
        byte[] source = [.. "{\n  é: a(x: \""u8, 0xC3, 0x28, .. "\") }"u8];
        var error = Should.Throw<GraphQLSyntaxException>(() => GraphQLParser.Parse(source));
        error.Message.ShouldBe("Syntax Error: Invalid UTF-8.");
        error.Location.ShouldBe(new SourceLocation(2, 12));
    }

    [Fact]
    public void A_lone_surrogate_in_a_string_is_an_error_at_its_place()
    {
        var error = Should.Throw<GraphQLSyntaxException>(() => GraphQLParser.Parse("{\n a(x: \"\uD800\") }"));
        error.Message.ShouldBe("Syntax Error: Invalid character: U+D800.");
        error.Location.ShouldBe(new SourceLocation(2, 8));
    }

    [Fact]
    public void The_same_name_in_two_documents_is_one_string()
    {
        var first = (OperationDefinitionNode)GraphQLParser.Parse("query SomeRareOperationName { a }").Definitions[0];
        var second = (OperationDefinitionNode)GraphQLParser.Parse(Encoding.UTF8.GetBytes("query SomeRareOperationName { b }")).Definitions[0];
        second.Name.ShouldBeSameAs(first.Name);
    }

    [Fact]
    public void A_long_name_is_read_whole()
    {
        var name = new string('a', 1000);
        GraphQLParser.ParseValue(name).ShouldBeOfType<EnumValueNode>().Value.ShouldBe(name);
    }
}
