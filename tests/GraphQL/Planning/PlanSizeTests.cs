using GraphQL.Execution.Resolvers;
using GraphQL.Language;
using GraphQL.Planning;
using GraphQL.TypeSystem;

namespace GraphQL.Tests.Planning;

public sealed class PlanSizeTests
{
    private static readonly Schema Schema = Create();

    [Fact]
    public void Levels_of_an_interface_add_up_and_do_not_multiply()
    {
        var query = string.Concat(Enumerable.Repeat("{ next ", 14)) + "{ name }" + string.Concat(Enumerable.Repeat(" }", 14));
        Plan(query).Size.ShouldBeLessThan(200);
    }

    [Fact]
    public void A_document_made_to_multiply_through_interfaces_is_refused()
    {
        // Each level takes another choice of selections for each type, so that no two places are alike.
        var fragments = string.Concat(Enumerable.Range(0, 14).Select(level =>
            $"fragment A{level} on Node {{ ... on T0 {{ next {{ ...A{level + 1} }} }} ... on T1 {{ next {{ ...A{level + 1} ...B{level + 1} }} }} ... on T2 {{ next {{ ...B{level + 1} }} }} }} "
            + $"fragment B{level} on Node {{ ... on T0 {{ next {{ ...B{level + 1} a{level}: name }} }} ... on T1 {{ next {{ ...A{level + 1} b{level}: name }} }} ... on T2 {{ next {{ ...A{level + 1} c{level}: name }} }} }} "));
        var document = "{ next { ...A0 ...B0 } } " + fragments + "fragment A14 on Node { name } fragment B14 on Node { name }";
        var plan = Record.Exception(() => Plan(document));
        if (plan is not null)
            plan.ShouldBeOfType<GraphQLException>().Error.Code.ShouldBe(ErrorCodes.BadRequest);
        else
            Plan(document).Size.ShouldBeLessThanOrEqualTo(50_000);
    }

    private static OperationPlan Plan(string query)
    {
        var document = GraphQLParser.Parse(query);
        return OperationPlanner.Plan(Schema, document, document.Definitions.OfType<OperationDefinitionNode>().First(), VariableValues.None, []);
    }

    private static Schema Create()
    {
        InterfaceType? node = null;
        node = new InterfaceType("Node", () => [new FieldDefinition("next", node!), new FieldDefinition("name", BuiltInScalars.String)]);
        var types = Enumerable.Range(0, 3).Select(index => new ObjectType("T" + index, () => Fields(node), () => [node])).ToArray();
        return new Schema(new ObjectType("Query", () => [Field("next", node)]), types: types);
    }

    private static FieldDefinition[] Fields(InterfaceType node) => [Field("next", node), Field("name", BuiltInScalars.String)];

    private static FieldDefinition Field(string name, GraphQLType type) => new(name, type)
    {
        Resolver = type is InterfaceType ? PureResolver.Of((object parent) => parent) : PureResolver.Of((object parent) => "name"),
    };
}
