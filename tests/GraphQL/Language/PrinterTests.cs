using GraphQL.Language;

namespace GraphQL.Tests.Language;

public sealed class PrinterTests
{
    [Fact]
    public void An_executable_document_is_laid_out_as_the_reference_implementation_does()
    {
        var source =
            """"
            query queryName($foo: ComplexType, $site: Site = MOBILE @onVariable) @onQuery {
              whoever123is: node(id: [123, 456]) {
                id
                ... on User @onInlineFragment {
                  field2 {
                    alias: field1(first: 10, after: $foo) @include(if: $foo) {
                      id
                      ...frag @onFragmentSpread
                    }
                  }
                }
                ... @skip(unless: $foo) {
                  id
                }
                ... {
                  id
                }
              }
            }

            """
            Described
              twice
            """
            mutation likeStory @onMutation {
              like(story: 123) @onField
            }

            subscription ($input: StoryLikeSubscribeInput) {
              storyLikeSubscribe(input: $input)
            }

            query described(
              "A variable"
              $a: Int
              $b: [[String!]!]!
            ) {
              a
            }

            fragment frag on Friend @onFragmentDefinition {
              foo(
                size: $size
                bar: $b
                obj: {key: "value", block: """
                block string uses \"""
                """}
              )
              long(
                first: "a long argument that fills the line", second: "another one for good measure"
              )
            }

            {
              unnamed(truthy: true, falsy: false, nullish: null)
              query
            }
            """".Replace("    first: \"a long argument that fills the line\", second: \"another one for good measure\"",
                "    first: \"a long argument that fills the line\"\n    second: \"another one for good measure\"", StringComparison.Ordinal);

        GraphQLPrinter.Print(GraphQLParser.Parse(source)).ShouldBe(source);
    }

    [Fact]
    public void A_type_system_document_reads_back_as_it_was_printed()
    {
        var once = GraphQLPrinter.Print(GraphQLParser.Parse(SchemaText.Everything));
        once.ShouldBe(SchemaText.Everything.Replace("= | Story", "= Story", StringComparison.Ordinal).Replace("on | OBJECT", "on OBJECT", StringComparison.Ordinal));
        GraphQLPrinter.Print(GraphQLParser.Parse(once)).ShouldBe(once);
    }

    [Fact]
    public void A_query_after_a_type_without_fields_keeps_its_keyword() =>
        GraphQLPrinter.Print(GraphQLParser.Parse("type A query { b }")).ShouldBe("type A\n\nquery {\n  b\n}");

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("a \"quoted\" word \\ and \n a line \r\t\b\f")]
    [InlineData("\0\u001F\u007F\u009F")]
    [InlineData("é😀")]
    public void A_quoted_string_reads_back_as_itself(string value) =>
        GraphQLParser.ParseValue(GraphQLPrinter.Quote(value)).ShouldBeOfType<StringValueNode>().Value.ShouldBe(value);

    [Theory]
    [InlineData("")]
    [InlineData("one line")]
    [InlineData(" leading space")]
    [InlineData("ends in a quote\"")]
    [InlineData("ends in a slash\\")]
    [InlineData("\"\"\"")]
    [InlineData(" \"\"\" ")]
    [InlineData("two\nlines")]
    [InlineData("two\n  indented lines")]
    [InlineData("  all\n  indented")]
    [InlineData("  first\nsecond")]
    [InlineData("a\n\nb")]
    [InlineData("a\n\n  b")]
    [InlineData("\nblank first")]
    [InlineData("blank last\n")]
    [InlineData(" ")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    [InlineData(" leading space and a line so long that the printer would like to put its quotes on lines of their own")]
    public void A_block_string_reads_back_as_itself(string value)
    {
        var printed = GraphQLPrinter.Print(new ObjectValueNode([new ObjectFieldNode("a", new StringValueNode(value, IsBlock: true))]));
        var read = GraphQLParser.ParseValue(printed).ShouldBeOfType<ObjectValueNode>();
        read.Fields.Single().Value.ShouldBeOfType<StringValueNode>().Value.ShouldBe(value);
    }

    [Fact]
    public void Parts_of_a_document_are_printed_alone()
    {
        var schema = GraphQLParser.Parse(SchemaText.Everything);
        GraphQLPrinter.Print(GraphQLParser.ParseType("[[Int!]]!")).ShouldBe("[[Int!]]!");
        GraphQLPrinter.Print(new ArgumentNode("a", new VariableNode("b"))).ShouldBe("a: $b");
        GraphQLPrinter.Print(schema.Definitions.OfType<ObjectTypeDefinitionNode>().First().Fields[0]).ShouldBe("one: Type");
        GraphQLPrinter.Print(schema.Definitions.OfType<EnumTypeDefinitionNode>().First().Values[0]).ShouldBe("\"The first\"\nDESKTOP @onValue");
        GraphQLPrinter.Print(schema.Definitions.OfType<InputObjectTypeDefinitionNode>().First().Fields[1]).ShouldBe("answer: Int = 42 @onField");
    }
}
