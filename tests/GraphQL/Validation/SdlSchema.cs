using GraphQL.Language;
using GraphQL.TypeSystem;
using System.Text.Json;

namespace GraphQL.Tests.Validation;

/// <summary>A schema that is only asked about, from its text.</summary>
internal sealed class SdlSchema
{
    private readonly Dictionary<string, NamedType> types = new(StringComparer.Ordinal);

    private SdlSchema(DocumentNode document)
    {
        foreach (var scalar in BuiltInScalars.Specified)
            types.Add(scalar.Name, scalar);
        foreach (var node in document.Definitions.OfType<TypeDefinitionNode>())
            types.Add(node.Name, TypeOf(node));
    }

    public static Schema Build(string sdl)
    {
        var document = GraphQLParser.Parse(sdl, ParserOptions.Trusted);
        var schema = new SdlSchema(document);
        return new Schema(
            (ObjectType)schema.types["Query"],
            schema.types.GetValueOrDefault("Mutation") as ObjectType,
            schema.types.GetValueOrDefault("Subscription") as ObjectType,
            schema.types.Values,
            document.Definitions.OfType<DirectiveDefinitionNode>().Select(schema.DirectiveOf));
    }

    private NamedType TypeOf(TypeDefinitionNode node) => node switch
    {
        ScalarTypeDefinitionNode scalar => new PickyScalar(scalar.Name),
        ObjectTypeDefinitionNode type => new ObjectType(type.Name, () => type.Fields.Select(FieldOf), () => InterfacesOf(type)),
        InterfaceTypeDefinitionNode type => new InterfaceType(type.Name, () => type.Fields.Select(FieldOf), () => InterfacesOf(type)),
        UnionTypeDefinitionNode union => new UnionType(union.Name, () => union.Types.Select(member => (ObjectType)types[member.Name])),
        EnumTypeDefinitionNode type => new EnumType(type.Name, type.Values.Select(value => new EnumValueDefinition(value.Name))),
        InputObjectTypeDefinitionNode type => new InputObjectType(
            type.Name,
            () => type.Fields.Select(field => new InputField(field.Name, Reference(field.Type), field.DefaultValue)),
            type.Directives.Any(directive => directive.Name == "oneOf")),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private IEnumerable<InterfaceType> InterfacesOf(ComplexTypeDefinitionNode node) => node.Interfaces.Select(one => (InterfaceType)types[one.Name]);

    private FieldDefinition FieldOf(FieldDefinitionNode node) => new(node.Name, Reference(node.Type), node.Arguments.Select(ArgumentOf));

    private ArgumentDefinition ArgumentOf(InputValueDefinitionNode node) => new(node.Name, Reference(node.Type), node.DefaultValue);

    private DirectiveDefinition DirectiveOf(DirectiveDefinitionNode node) => new(
        node.Name,
        [.. node.Locations.Select(location => Enum.Parse<DirectiveLocation>(location.Name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true))],
        [.. node.Arguments.Select(ArgumentOf)],
        IsRepeatable: node.IsRepeatable);

    private GraphQLType Reference(TypeNode node) => node switch
    {
        NonNullTypeNode wrapped => Reference(wrapped.Type).AsNonNull(),
        ListTypeNode wrapped => Reference(wrapped.Type).AsList(),
        _ => types[((NamedTypeNode)node).Name],
    };

    /// <summary>Takes anything but the string "bad".</summary>
    private sealed class PickyScalar(string name) : ScalarType<string>(name)
    {
        public override string Parse(ScalarInput input) => input.Text == "bad" ? throw new FormatException("it is bad.") : input.Text;

        public override void Write(Utf8JsonWriter writer, string value) => writer.WriteStringValue(value);
    }
}
