using System.Text.Json;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Tests.Reference;

/// <summary>A schema with everything that introspection can tell of one.</summary>
internal static class EverythingSchema
{
    public static Schema Create()
    {
        var url = new AddressScalar();
        var shade = new EnumType(
            "Shade", [new EnumValueDefinition("LIGHT", "Much light."), new EnumValueDefinition("DARK", DeprecationReason: "No longer supported")], "How much light.");
        InputObjectType? filter = null;
        filter = new InputObjectType(
            "Filter",
            () =>
            [
                new InputField("text", BuiltInScalars.String, new StringValueNode("a \"b\" \\ ü\n"), "What to look for."),
                new InputField("shade", shade.AsNonNull(), new EnumValueNode("DARK")),
                new InputField("shades", shade.AsNonNull().AsList(), new ListValueNode([new EnumValueNode("DARK"), new EnumValueNode("LIGHT")])),
                new InputField("ratio", BuiltInScalars.Float, new FloatValueNode("1.5")),
                new InputField("old", BuiltInScalars.Int, new NullValueNode(), deprecationReason: "Use \"text\"."),
                new InputField("inner", filter!),
            ],
            description: "What is looked for.");
        var choice = new InputObjectType("Choice", () => [new InputField("a", BuiltInScalars.Int), new InputField("b", filter)], isOneOf: true);
        var named = new InterfaceType("Named", () => [new FieldDefinition("name", BuiltInScalars.String)], description: "Has a name.");
        var placed = new InterfaceType("Placed", () => [Name(), new FieldDefinition("at", url, deprecationReason: "It moved.")], () => [named]);
        var house = new ObjectType(
            "House",
            () =>
            [
                Name(),
                new FieldDefinition("at", url, description: "Where.", deprecationReason: "It moved."),
                new FieldDefinition("rooms", BuiltInScalars.Int.AsNonNull().AsList().AsNonNull().AsList().AsNonNull(), deprecationReason: "No longer supported"),
            ],
            () => [placed, named]);
        var tree = new ObjectType("Tree", () => [Name(), new FieldDefinition("height", BuiltInScalars.Float.AsNonNull())], () => [named]);
        var thing = new UnionType("Thing", () => [tree, house], "A house, or none.");
        var query = new ObjectType(
            "Root",
            () =>
            [
                new FieldDefinition(
                    "find",
                    thing.AsList(),
                    [
                        new ArgumentDefinition("filter", filter.AsNonNull(), description: "This."),
                        new ArgumentDefinition("choice", choice),
                        new ArgumentDefinition("first", BuiltInScalars.Int.AsNonNull(), new IntValueNode("10"), deprecationReason: "Use filter."),
                        new ArgumentDefinition("id", BuiltInScalars.Id, new StringValueNode("x1")),
                        new ArgumentDefinition("isNew", BuiltInScalars.Boolean, new BooleanValueNode(false)),
                    ],
                    "Finds things."),
            ]);
        var directive = new DirectiveDefinition(
            "note",
            [DirectiveLocation.Field, DirectiveLocation.VariableDefinition, DirectiveLocation.InputFieldDefinition],
            [new ArgumentDefinition("text", BuiltInScalars.String.AsNonNull(), description: "The note."), new ArgumentDefinition("by", choice, deprecationReason: "Sign it.")],
            "A note.",
            IsRepeatable: true);
        return new Schema(
            query,
            mutation: new ObjectType("Change", () => [new FieldDefinition("build", house)]),
            subscription: new ObjectType("News", () => [new FieldDefinition("built", house.AsNonNull())]),
            directives: [directive],
            description: "Everything there is.");
    }

    private static FieldDefinition Name() => new("name", BuiltInScalars.String);

    private sealed class AddressScalar() : ScalarType<string>("Address", "Where something is.", "https://example.org/address")
    {
        public override string Parse(ScalarInput input) => input.Text;

        public override void Write(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);
    }
}
