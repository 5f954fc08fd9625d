using GraphQL.Language;
using GraphQL.Planning;
using GraphQL.Tests.Sample;
using GraphQL.TypeSystem;

namespace GraphQL.Tests.Planning;

public sealed class OperationPlannerTests : IAsyncLifetime
{
    private SampleHost host = null!;

    public async ValueTask InitializeAsync() => host = await SampleHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public void Plain_properties_need_no_column()
    {
        var plan = Plan("{ hello __typename }");
        plan.ColumnCount.ShouldBe(0);
        plan.ResolverCount.ShouldBe(0);
    }

    [Fact]
    public void Resolvers_are_counted_once_a_place()
    {
        var plan = Plan("{ books { title price { amount } author { name } ...F } } fragment F on Book { author { name born } days }");
        plan.ResolverCount.ShouldBe(3);
    }

    [Fact]
    public void Types_that_inherit_a_field_share_its_plan()
    {
        var people = Plan("{ people { loans ... on Author { greet } ... on Reader { greet } } }").Root.Single!.Fields[0].Selection!;
        people.Types.Length.ShouldBe(2);
        people.ColumnFields.Count(field => field.ResponseName == "loans").ShouldBe(1);
        people.Types[0].Fields[0].ShouldBeSameAs(people.Types[1].Fields[0]);
    }

    [Fact]
    public void A_fragment_spread_over_and_over_does_not_multiply()
    {
        var fragments = string.Concat(Enumerable.Range(0, 30).Select(index => $"fragment F{index} on Query {{ ...F{index + 1} ...F{index + 1} }} "));
        Plan("{ ...F0 } " + fragments + "fragment F30 on Query { hello }").Root.Single!.Fields.Length.ShouldBe(1);
    }

    [Theory]
    [InlineData(true, "hello left")]
    [InlineData(false, "hello")]
    public void Conditions_that_exclude_each_other_leave_nothing(bool value, string names) =>
        string.Join(' ', Plan("query($a: Boolean!) { hello ... @include(if: $a) { me @skip(if: $a) left } }", ("a", value)).Root.Single!.Fields
            .Select(field => field.ResponseName)).ShouldBe(names);

    [Theory]
    [InlineData(true, "me hello")]
    [InlineData(false, "hello me")]
    public void A_field_stands_where_it_is_first_selected_of_what_is_included(bool value, string names)
    {
        var fields = Plan("query($a: Boolean!) { me @include(if: $a) hello me }", ("a", value)).Root.Single!.Fields;
        string.Join(' ', fields.Select(field => field.ResponseName)).ShouldBe(names);
        fields.Single(field => field.ResponseName == "me").Nodes.Length.ShouldBe(value ? 2 : 1);
    }

    [Fact]
    public void Places_that_lead_to_the_same_selections_share_their_plan()
    {
        var fields = Plan("{ a: book(id: 1) { ...F } b: book(id: 2) { ...F } } fragment F on Book { author { name } }").Root.Single!.Fields;
        fields[0].Selection!.Single!.Fields[0].Selection.ShouldBeSameAs(fields[1].Selection!.Single!.Fields[0].Selection);
    }

    [Fact]
    public void Constants_are_coerced_once()
    {
        var arguments = Plan("query($ids: [ID!]) { books(binding: HARD_COVER, ids: $ids) { title } }").Root.Single!.Fields[0].Arguments;
        arguments[0].NeedsVariables.ShouldBeFalse();
        arguments[0].Constant.ShouldBe(Binding.HardCover);
        arguments[1].NeedsVariables.ShouldBeTrue();
    }

    private OperationPlan Plan(string document, params (string Name, object? Value)[] variables)
    {
        var values = new VariableValues();
        foreach (var (name, value) in variables)
            values.Set(name, value, null);
        var parsed = GraphQLParser.Parse(document);
        return OperationPlanner.Plan(host.Schema, parsed, parsed.Definitions.OfType<OperationDefinitionNode>().First(), values, []);
    }
}
