using GraphQL.TypeSystem;

namespace GraphQL.Tests.TypeSystem;

public sealed class DirectiveRulesTests
{
    private const string Circular = "must not be used on its own arguments, nor on anything that their types or directives lead to.";

    [Fact]
    public void A_directive_on_its_own_argument_is_refused() =>
        ErrorsOf(Cost(new ArgumentDefinition("weight", BuiltInScalars.String) { Cost = 1 })).ShouldBe(["Directive @cost " + Circular]);

    [Fact]
    public void A_directive_on_what_its_arguments_hold_is_refused()
    {
        var inner = new InputObjectType("Inner", () => [new InputField("x", BuiltInScalars.Int) { Cost = 2 }]);
        var outer = new InputObjectType("Outer", () => [new InputField("inner", inner.AsNonNull().AsList())]);
        ErrorsOf(Cost(new ArgumentDefinition("weight", outer))).ShouldBe(["Directive @cost " + Circular]);
        ErrorsOf(Cost(new ArgumentDefinition("weight", new EnumType("Weight", [new EnumValueDefinition("HEAVY")]) { Cost = 1 }))).ShouldBe(["Directive @cost " + Circular]);
    }

    [Fact]
    public void A_directive_may_use_others_and_types_may_go_in_circles()
    {
        InputObjectType? loop = null;
        loop = new InputObjectType("Loop", () => [new InputField("loop", loop!, deprecationReason: "No more."), new InputField("x", BuiltInScalars.Int) { Cost = 1 }]);
        var free = new DirectiveDefinition("free", [DirectiveLocation.Field], [new ArgumentDefinition("loop", loop) { Cost = 3 }]);
        ErrorsOf(free, Cost(new ArgumentDefinition("weight", BuiltInScalars.String, deprecationReason: "No more."))).ShouldBeEmpty();
    }

    [Fact]
    public void Two_directives_cannot_share_a_name() =>
        ErrorsOf(new DirectiveDefinition("deprecated", [DirectiveLocation.Field], [])).ShouldBe(["There are two directives named @deprecated."]);

    [Fact]
    public void A_directive_stands_somewhere() =>
        ErrorsOf(new DirectiveDefinition("nowhere", [], [])).ShouldBe(["Directive @nowhere must include one or more locations."]);

    [Fact]
    public void A_required_argument_of_a_directive_cannot_be_deprecated() =>
        ErrorsOf(new DirectiveDefinition("old", [DirectiveLocation.Field], [new ArgumentDefinition("x", BuiltInScalars.Int.AsNonNull(), deprecationReason: "No more.")]))
            .ShouldBe(["Required argument @old(x:) cannot be deprecated."]);

    private static DirectiveDefinition Cost(ArgumentDefinition argument) => new("cost", [DirectiveLocation.ArgumentDefinition], [argument]);

    private static IReadOnlyList<string> ErrorsOf(params DirectiveDefinition[] directives)
    {
        try
        {
            _ = new Schema(new ObjectType("Query", () => [new FieldDefinition("a", BuiltInScalars.Int)]), directives: directives);
            return [];
        }
        catch (SchemaException failure)
        {
            return failure.Errors;
        }
    }
}
