using GraphQL.Language;
using GraphQL.SchemaTools;
using GraphQL.Tests.Language;

namespace GraphQL.Tests.SchemaTools;

public sealed class SchemaComparerTests
{
    [Theory]
    [InlineData("type A { b: C }", "", "A was removed.")]
    [InlineData("type A { b: C }", "interface A { b: C }", "A changed from an Object type to an Interface type.")]
    [InlineData("scalar A", "enum A { B }", "A changed from a Scalar type to an Enum type.")]
    [InlineData("union A = B", "input A { b: C }", "A changed from a Union type to an Input type.")]
    [InlineData("type A { b: C d: E }", "type A { b: C }", "A.d was removed.")]
    [InlineData("interface A { b: C d: E }", "interface A { b: C }", "A.d was removed.")]
    [InlineData("type A { b: C }", "type A { b: D }", "A.b changed type from C to D.")]
    [InlineData("type A { b: C! }", "type A { b: C }", "A.b changed type from C! to C.")]
    [InlineData("type A { b: [C!] }", "type A { b: [C] }", "A.b changed type from [C!] to [C].")]
    [InlineData("type A { b: C }", "type A { b: [C] }", "A.b changed type from C to [C].")]
    [InlineData("type A { b: [C] }", "type A { b: C }", "A.b changed type from [C] to C.")]
    [InlineData("type A { b(c: D): E }", "type A { b: E }", "A.b arg c was removed.")]
    [InlineData("type A { b: E }", "type A { b(c: D!): E }", "A required arg c on A.b was added.")]
    [InlineData("type A { b(c: D): E }", "type A { b(c: D!): E }", "A.b(c:) changed type from D to D!.")]
    [InlineData("type A { b(c: D): E }", "type A { b(c: F): E }", "A.b(c:) changed type from D to F.")]
    [InlineData("type A { b(c: [D]): E }", "type A { b(c: [D!]): E }", "A.b(c:) changed type from [D] to [D!].")]
    [InlineData("type A { b(c: D): E }", "type A { b(c: [D]): E }", "A.b(c:) changed type from D to [D].")]
    [InlineData("input A { b: C d: E }", "input A { b: C }", "A.d was removed.")]
    [InlineData("input A { b: C }", "input A { b: C d: E! }", "A required field d on input type A was added.")]
    [InlineData("input A { b: C }", "input A { b: C! }", "A.b changed type from C to C!.")]
    [InlineData("input A { b: C }", "input A @oneOf { b: C }", "A takes exactly one field.")]
    [InlineData("type A implements B { c: D }", "type A { c: D }", "A no longer implements interface B.")]
    [InlineData("union A = B | C", "union A = B", "C was removed from union type A.")]
    [InlineData("enum A { B C }", "enum A { B }", "C was removed from enum type A.")]
    [InlineData("directive @a on FIELD", "", "@a was removed.")]
    [InlineData("directive @a on FIELD | QUERY", "directive @a on FIELD", "QUERY was removed from @a.")]
    [InlineData("directive @a repeatable on FIELD", "directive @a on FIELD", "Repeatable flag was removed from @a.")]
    [InlineData("directive @a(b: C) on FIELD", "directive @a on FIELD", "@a arg b was removed.")]
    [InlineData("directive @a on FIELD", "directive @a(b: C!) on FIELD", "A required arg b on @a was added.")]
    [InlineData("schema { query: A mutation: B }", "schema { query: A }", "B is no longer the mutation type.")]
    [InlineData("schema { query: A }", "schema { query: B }", "The query type changed from A to B.")]
    public void What_breaks_clients_is_breaking(string old, string @new, string description) => Single(old, @new, SchemaChangeSeverity.Breaking, description);

    [Theory]
    [InlineData("type A { b: E }", "type A { b(c: D): E }", "An optional arg c on A.b was added.")]
    [InlineData("type A { b: E }", "type A { b(c: D! = 1): E }", "An optional arg c on A.b was added.")]
    [InlineData("type A { b(c: D = 1): E }", "type A { b(c: D = 2): E }", "A.b(c:) changed its default from 1 to 2.")]
    [InlineData("type A { b(c: D = 1): E }", "type A { b(c: D): E }", "A.b(c:) lost its default.")]
    [InlineData("input A { b: C = [1] }", "input A { b: C = [1, 2] }", "A.b changed its default from [1] to [1, 2].")]
    [InlineData("input A { b: C }", "input A { b: C d: E }", "An optional field d on input type A was added.")]
    [InlineData("type A { b: C }", "type A implements D { b: C }", "D added to interfaces implemented by A.")]
    [InlineData("interface A { b: C }", "interface A implements D { b: C }", "D added to interfaces implemented by A.")]
    [InlineData("union A = B", "union A = B | C", "C was added to union type A.")]
    [InlineData("enum A { B }", "enum A { B C }", "C was added to enum type A.")]
    [InlineData("scalar A @specifiedBy(url: \"b\")", "scalar A @specifiedBy(url: \"c\")", "A changed its specification from url: \"b\" to url: \"c\".")]
    public void What_may_surprise_clients_is_dangerous(string old, string @new, string description) =>
        Single(old, @new, SchemaChangeSeverity.Dangerous, description);

    [Theory]
    [InlineData("", "type A { b: C }", "A was added.")]
    [InlineData("type A { b: C }", "type A { b: C d(e: F!): G }", "A.d was added.")]
    [InlineData("type A { b: C }", "type A { b: C! }", "A.b changed type from C to C!.")]
    [InlineData("type A { b: [C] }", "type A { b: [C!]! }", "A.b changed type from [C] to [C!]!.")]
    [InlineData("type A { b(c: D!): E }", "type A { b(c: D): E }", "A.b(c:) changed type from D! to D.")]
    [InlineData("type A { b(c: [D!]!): E }", "type A { b(c: [D]): E }", "A.b(c:) changed type from [D!]! to [D].")]
    [InlineData("input A { b: C! }", "input A { b: C }", "A.b changed type from C! to C.")]
    [InlineData("input A { b: C }", "input A { b: C = 1 }", "A.b has the default 1.")]
    [InlineData("input A @oneOf { b: C }", "input A { b: C }", "A no longer takes exactly one field.")]
    [InlineData("", "directive @a on FIELD", "@a was added.")]
    [InlineData("directive @a on FIELD", "directive @a on FIELD | QUERY", "QUERY was added to @a.")]
    [InlineData("directive @a on FIELD", "directive @a repeatable on FIELD", "Repeatable flag was added to @a.")]
    [InlineData("schema { query: A }", "schema { query: A mutation: B }", "B was added as the mutation type.")]
    [InlineData("type A { b: C }", "\"d\" type A { b: C }", "The description of A changed.")]
    [InlineData("type A { b: C }", "type A { \"d\" b: C }", "The description of A.b changed.")]
    [InlineData("type A { b(c: D): E }", "type A { b(\"d\" c: D): E }", "The description of A.b(c:) changed.")]
    [InlineData("enum A { B }", "enum A { \"d\" B }", "The description of A.B changed.")]
    [InlineData("schema { query: A }", "\"d\" schema { query: A }", "The description of schema changed.")]
    [InlineData("directive @a on FIELD", "\"d\" directive @a on FIELD", "The description of @a changed.")]
    [InlineData("type A { b: C }", "type A { b: C @deprecated }", "A.b was deprecated.")]
    [InlineData("enum A { B @deprecated }", "enum A { B }", "A.B is no longer deprecated.")]
    [InlineData("input A { b: C @deprecated(reason: \"x\") }", "input A { b: C @deprecated(reason: \"y\") }", "A.b changed its reason for deprecation.")]
    [InlineData("type A { b: C }", "type A { b: C @cost(weight: \"1\") }", "The directives on A.b changed.")]
    public void What_clients_do_not_notice_is_safe(string old, string @new, string description) => Single(old, @new, SchemaChangeSeverity.Safe, description);

    [Fact]
    public void A_schema_does_not_differ_from_itself_in_another_order_or_with_extensions_merged()
    {
        SchemaComparer.Compare(SchemaText.Everything, SchemaText.Everything).ShouldBeEmpty();
        SchemaComparer.Compare("type A { b: C d: E } union U = A | B enum F { G H }", "enum F { H G } union U = B | A type A { d: E b: C }").ShouldBeEmpty();
        SchemaComparer.Compare(
            "type A implements I { b: C d: E } enum F { G H } union U = A | B input N { o: P q: R } interface I { j: K l: M } scalar S @t",
            """
            extend type A implements I { d: E }
            type A { b: C }
            enum F { G } extend enum F { H }
            union U = A extend union U = B
            input N { o: P } extend input N { q: R }
            interface I { j: K } extend interface I { l: M }
            scalar S extend scalar S @t
            """).ShouldBeEmpty();
    }

    [Fact]
    public void A_schema_without_a_schema_definition_has_the_roots_of_their_names() =>
        SchemaComparer.Compare("type Query { a: B } type Mutation { c: D }", "schema { query: Query mutation: Mutation } type Query { a: B } type Mutation { c: D }")
            .ShouldBeEmpty();

    [Fact]
    public void All_changes_are_found_and_carry_kind_and_coordinate()
    {
        var changes = SchemaComparer.Compare(
            "type Query { a(b: Int): C } type C { d: Int } enum E { F }",
            "type Query { a(b: Int!, g: Int): C } type C { d: Int! e: Int } enum E { F G } type H { i: Int }");
        changes.Select(change => (change.Kind, change.Severity, change.Coordinate)).ShouldBe(
        [
            (SchemaChangeKind.ArgumentChangedType, SchemaChangeSeverity.Breaking, "Query.a(b:)"),
            (SchemaChangeKind.OptionalArgumentAdded, SchemaChangeSeverity.Dangerous, "Query.a(g:)"),
            (SchemaChangeKind.FieldChangedType, SchemaChangeSeverity.Safe, "C.d"),
            (SchemaChangeKind.FieldAdded, SchemaChangeSeverity.Safe, "C.e"),
            (SchemaChangeKind.ValueAddedToEnum, SchemaChangeSeverity.Dangerous, "E.G"),
            (SchemaChangeKind.TypeAdded, SchemaChangeSeverity.Safe, "H"),
        ]);
        changes[0].ToString().ShouldBe("Breaking: Query.a(b:) changed type from Int to Int!.");
    }

    // Whatever single line of a schema goes, the comparison says so: no difference is overlooked.
    [Fact]
    public void Every_line_that_is_taken_away_is_a_change()
    {
        var lines = SchemaText.Everything.Split('\n');
        var checkedLines = 0;
        for (var index = 0; index < lines.Length; index++)
        {
            // The schema names its subscription type twice.
            if (lines[index].Trim().Length == 0 || lines[index].StartsWith("  subscription:", StringComparison.Ordinal))
                continue;
            var rest = string.Join('\n', lines.Where((_, position) => position != index));
            DocumentNode document;
            try
            {
                document = GraphQLParser.Parse(rest);
            }
            catch (GraphQLSyntaxException)
            {
                continue;
            }

            checkedLines++;
            SchemaComparer.Compare(GraphQLParser.Parse(SchemaText.Everything), document).ShouldNotBeEmpty($"without line {index}: {lines[index]}");
        }

        checkedLines.ShouldBeGreaterThan(20);
    }

    private static void Single(string old, string @new, SchemaChangeSeverity severity, string description)
    {
        var change = SchemaComparer.Compare(old + " scalar Other", @new + " scalar Other").ShouldHaveSingleItem();
        change.Severity.ShouldBe(severity);
        change.Description.ShouldBe(description);
    }
}
