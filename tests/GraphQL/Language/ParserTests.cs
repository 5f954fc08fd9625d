using GraphQL.Language;

namespace GraphQL.Tests.Language;

public sealed class ParserTests
{
    [Theory]
    [InlineData("", "Unexpected <EOF>.", 1, 1)]
    [InlineData("{", "Expected Name, found <EOF>.", 1, 2)]
    [InlineData("{ ...MissingOn }\nfragment MissingOn Type { a }", "Expected \"on\", found Name \"Type\".", 2, 20)]
    [InlineData("{ field: {} }", "Expected Name, found \"{\".", 1, 10)]
    [InlineData("notAnOperation Foo { field }", "Unexpected Name \"notAnOperation\".", 1, 1)]
    [InlineData("...", "Unexpected \"...\".", 1, 1)]
    [InlineData("{ \"\" }", "Expected Name, found String \"\".", 1, 3)]
    [InlineData("{ a }\n}", "Unexpected \"}\".", 2, 1)]
    [InlineData("{ a {} }", "Expected Name, found \"}\".", 1, 6)]
    [InlineData("{}", "Expected Name, found \"}\".", 1, 2)]
    [InlineData("query Q() { a }", "Expected \"$\", found \")\".", 1, 9)]
    [InlineData("{ a() }", "Expected Name, found \")\".", 1, 5)]
    [InlineData("{ a @() }", "Expected Name, found \"(\".", 1, 6)]
    [InlineData("{ a(x 1) }", "Expected \":\", found Int \"1\".", 1, 7)]
    [InlineData("{ a(x: [1) }", "Unexpected \")\".", 1, 10)]
    [InlineData("{ a(x: {b 1.5}) }", "Expected \":\", found Float \"1.5\".", 1, 11)]
    [InlineData("{ a(x: \"\"\"one\"\"\" \"\"\"two\"\"\") }", "Expected Name, found BlockString \"two\".", 1, 18)]
    [InlineData("query Foo($x: Complex = { a: { b: [ $var ] } }) { field }", "Unexpected variable \"$var\" in constant value.", 1, 37)]
    [InlineData("query Foo($x: Int = $) { field }", "Unexpected \"$\".", 1, 21)]
    [InlineData("query ($a: Int @b(c: $d)) { field }", "Unexpected variable \"$d\" in constant value.", 1, 22)]
    [InlineData("fragment on on on { on }", "Unexpected Name \"on\".", 1, 10)]
    [InlineData("{ ...on }", "Expected Name, found \"}\".", 1, 9)]
    [InlineData("\"d\" { a }", "Unexpected description, descriptions are not supported on shorthand queries.", 1, 1)]
    [InlineData("\"d\" extend type A { b: C }", "Unexpected description, only GraphQL definitions support descriptions.", 1, 1)]
    [InlineData("\"d\" \"e\" type A { b: C }", "Unexpected String \"e\".", 1, 5)]
    [InlineData("\"d\" nothing", "Unexpected description, only GraphQL definitions support descriptions.", 1, 1)]
    [InlineData("extend type A", "Unexpected <EOF>.", 1, 14)]
    [InlineData("extend schema", "Unexpected <EOF>.", 1, 14)]
    [InlineData("extend nothing A", "Unexpected Name \"nothing\".", 1, 8)]
    [InlineData("extend", "Unexpected <EOF>.", 1, 7)]
    [InlineData("type A {}", "Expected Name, found \"}\".", 1, 9)]
    [InlineData("type A { b() : C }", "Expected Name, found \")\".", 1, 12)]
    [InlineData("input A { b(c: D): E }", "Expected \":\", found \"(\".", 1, 12)]
    [InlineData("enum A { true }", "Name \"true\" is reserved and cannot be used for an enum value.", 1, 10)]
    [InlineData("enum A { null }", "Name \"null\" is reserved and cannot be used for an enum value.", 1, 10)]
    [InlineData("union A = | ", "Expected Name, found <EOF>.", 1, 13)]
    [InlineData("union A = B || C", "Expected Name, found \"|\".", 1, 14)]
    [InlineData("type A implements & & B { c: D }", "Expected Name, found \"&\".", 1, 21)]
    [InlineData("directive @a on INCORRECT", "Unexpected Name \"INCORRECT\".", 1, 17)]
    [InlineData("directive @a repeatable FIELD", "Expected \"on\", found Name \"FIELD\".", 1, 25)]
    [InlineData("schema { sub: A }", "Unexpected Name \"sub\".", 1, 10)]
    [InlineData("schema", "Expected \"{\", found <EOF>.", 1, 7)]
    public void A_document_that_is_none_is_an_error_at_its_place(string source, string message, int line, int column)
    {
        var error = Should.Throw<GraphQLSyntaxException>(() => GraphQLParser.Parse(source));
        error.Message.ShouldBe("Syntax Error: " + message);
        error.Location.ShouldBe(new SourceLocation(line, column));
    }

    [Fact]
    public void An_operation_has_all_its_parts()
    {
        var document = GraphQLParser.Parse(
            """
            "Says what it is for"
            query Wallet("Whose" $id: ID! = "x" @private, $days: [Int!]) @live {
              account(id: $id) @skip(if: false) { short: balance(days: $days) ...Lots ... on Freelancer { name } ... @include(if: true) { id } }
            }
            "A fragment"
            fragment Lots on Account { lots }
            """);

        var operation = document.Definitions[0].ShouldBeOfType<OperationDefinitionNode>();
        operation.Kind.ShouldBe(OperationKind.Query);
        operation.Name.ShouldBe("Wallet");
        operation.NameLocation.ShouldBe(new SourceLocation(2, 7));
        operation.Description!.Value.ShouldBe("Says what it is for");
        operation.Directives.Single().Name.ShouldBe("live");
        operation.VariableDefinitions.Length.ShouldBe(2);
        var id = operation.VariableDefinitions[0];
        id.Name.ShouldBe("id");
        id.Description!.Value.ShouldBe("Whose");
        id.Type.ShouldBeOfType<NonNullTypeNode>().NamedType.Name.ShouldBe("ID");
        id.DefaultValue.ShouldBeOfType<StringValueNode>().Value.ShouldBe("x");
        id.Directives.Single().Name.ShouldBe("private");
        operation.VariableDefinitions[1].Type.ShouldBeOfType<ListTypeNode>().Type.ShouldBeOfType<NonNullTypeNode>();

        var account = operation.SelectionSet.Selections.Single().ShouldBeOfType<FieldNode>();
        account.ResponseName.ShouldBe("account");
        account.Location.ShouldBe(new SourceLocation(3, 3));
        account.Arguments.Single().Value.ShouldBeOfType<VariableNode>().Name.ShouldBe("id");
        var selections = account.SelectionSet!.Selections;
        selections[0].ShouldBeOfType<FieldNode>().ResponseName.ShouldBe("short");
        selections[0].ShouldBeOfType<FieldNode>().Name.ShouldBe("balance");
        selections[1].ShouldBeOfType<FragmentSpreadNode>().Name.ShouldBe("Lots");
        selections[2].ShouldBeOfType<InlineFragmentNode>().TypeCondition!.Name.ShouldBe("Freelancer");
        selections[3].ShouldBeOfType<InlineFragmentNode>().TypeCondition.ShouldBeNull();

        var fragment = document.Definitions[1].ShouldBeOfType<FragmentDefinitionNode>();
        fragment.Description!.Value.ShouldBe("A fragment");
        fragment.TypeCondition.Name.ShouldBe("Account");
    }

    [Fact]
    public void Keywords_are_names_wherever_a_name_may_stand()
    {
        foreach (var keyword in (string[])["on", "fragment", "query", "mutation", "subscription", "true", "false", "null", "type", "extend"])
        {
            var fragment = keyword == "on" ? "a" : keyword;
            GraphQLParser.Parse($$"""
                query {{keyword}} { ...{{fragment}} ... on {{keyword}} { {{keyword}}: {{keyword}}({{keyword}}: ${{keyword}}) @{{keyword}}({{keyword}}: {{keyword}}) } }
                fragment {{fragment}} on {{keyword}} { {{keyword}} }
                """).Definitions.Length.ShouldBe(2);
        }
    }

    [Fact]
    public void Every_kind_of_value_has_its_node()
    {
        var list = GraphQLParser.ParseValue("[1, 1.5, \"s\", true, false, null, RED, [], {}, {a: $b}]").ShouldBeOfType<ListValueNode>();
        list.Values.Select(value => value.GetType().Name).ShouldBe(
        [
            nameof(IntValueNode), nameof(FloatValueNode), nameof(StringValueNode), nameof(BooleanValueNode), nameof(BooleanValueNode),
            nameof(NullValueNode), nameof(EnumValueNode), nameof(ListValueNode), nameof(ObjectValueNode), nameof(ObjectValueNode),
        ]);
    }

    [Theory]
    [InlineData("[Int!]! x")]
    [InlineData("[Int")]
    [InlineData("!")]
    [InlineData("Int!!")]
    [InlineData("")]
    public void A_type_must_end_where_it_ends(string source) => Should.Throw<GraphQLSyntaxException>(() => GraphQLParser.ParseType(source));

    [Fact]
    public void The_type_system_is_read_whole()
    {
        var document = GraphQLParser.Parse(SchemaText.Everything, ParserOptions.Trusted);
        document.Definitions.Count(definition => definition is TypeSystemNode { IsExtension: true }).ShouldBe(9);
        var type = document.Definitions.OfType<ObjectTypeDefinitionNode>().First();
        type.Description!.Value.ShouldBe("A type\nwith a description");
        type.Interfaces.Select(one => one.Name).ShouldBe(["Bar", "Baz"]);
        type.Fields[1].Arguments[0].DefaultValue.ShouldBeOfType<ListValueNode>();
        document.Definitions.OfType<DirectiveDefinitionNode>().Single(one => one.IsRepeatable).Locations.Length.ShouldBe(2);
        document.Definitions.OfType<SchemaDefinitionNode>().First().OperationTypes.Select(one => one.Kind)
            .ShouldBe([OperationKind.Query, OperationKind.Mutation, OperationKind.Subscription]);
    }
}
