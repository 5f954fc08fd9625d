using GraphQL.Language;

namespace GraphQL.TypeSystem;

/// <summary>Writes a schema as SDL: sorted by name, the same text for the same schema; built-in scalars and directives are left out.</summary>
public static class SchemaPrinter
{
    private const string DefaultDeprecation = "No longer supported";

    /// <summary>The schema as SDL.</summary>
    public static string Print(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        DefinitionNode[] definitions =
        [
            .. SchemaDefinition(schema),
            .. schema.Directives.Where(directive => !DirectiveDefinition.Specified.Contains(directive)).Select(Directive),
            .. schema.Types.Where(type => !type.IsIntrospection && !BuiltInScalars.Specified.Contains(type)).Select(Definition),
        ];
        return GraphQLPrinter.Print(new DocumentNode([.. definitions])) + "\n";
    }

    // The names Query, Mutation and Subscription speak for themselves.
    private static IEnumerable<SchemaDefinitionNode> SchemaDefinition(Schema schema)
    {
        (OperationKind Kind, ObjectType? Type)[] roots =
            [(OperationKind.Query, schema.Query), (OperationKind.Mutation, schema.Mutation), (OperationKind.Subscription, schema.Subscription)];
        if (schema.Description is null && Array.TrueForAll(roots, root => root.Type is null || root.Type.Name == root.Kind.ToString()))
            return [];
        return [new(Text(schema.Description), [], [.. roots.Where(root => root.Type is not null).Select(root => new OperationTypeNode(root.Kind, Name(root.Type!)))])];
    }

    private static TypeDefinitionNode Definition(NamedType type) => type switch
    {
        ScalarType scalar => new ScalarTypeDefinitionNode(
            Text(scalar.Description), scalar.Name, [.. scalar.SpecifiedByUrl is { } url ? [With("specifiedBy", "url", url)] : Array.Empty<DirectiveNode>(), .. CostDirectives.On(type.Cost)]),
        ObjectType @object => new ObjectTypeDefinitionNode(
            Text(type.Description), type.Name, [.. @object.Interfaces.Select(Name)], [.. CostDirectives.On(type.Cost)], [.. @object.Fields.Select(field => Field(field, isOfObject: true))]),
        InterfaceType @interface => new InterfaceTypeDefinitionNode(
            Text(type.Description), type.Name, [.. @interface.Interfaces.Select(Name)], [], [.. @interface.Fields.Select(field => Field(field, isOfObject: false))]),
        UnionType union => new UnionTypeDefinitionNode(Text(type.Description), type.Name, [], [.. union.Members.Select(Name)]),
        EnumType @enum => new EnumTypeDefinitionNode(Text(type.Description), type.Name, [.. CostDirectives.On(type.Cost)], [.. @enum.Values.Select(Value)]),
        InputObjectType input => new InputObjectTypeDefinitionNode(
            Text(type.Description), type.Name, input.IsOneOf ? [new DirectiveNode("oneOf", [])] : [], [.. input.Fields.Select(Input)]),
        _ => throw new InvalidOperationException($"{type} has no definition."),
    };

    private static DirectiveDefinitionNode Directive(DirectiveDefinition directive) => new(
        Text(directive.Description),
        directive.Name,
        [.. directive.Arguments.Select(Input)],
        directive.IsRepeatable,
        [.. directive.Locations.Select(location => new DirectiveLocationNode(Naming.Constant(location.ToString())))]);

    private static FieldDefinitionNode Field(FieldDefinition field, bool isOfObject) => new(
        Text(field.Description),
        field.Name,
        [.. field.Arguments.Select(Input)],
        Reference(field.Type),
        [.. Deprecated(field.DeprecationReason), .. CostDirectives.On(field, isOfObject)]);

    private static InputValueDefinitionNode Input(InputValueDefinition value) =>
        new(Text(value.Description), value.Name, Reference(value.Type), value.DefaultValue, [.. Deprecated(value.DeprecationReason), .. CostDirectives.On(value.Cost)]);

    private static EnumValueDefinitionNode Value(EnumValueDefinition value) => new(Text(value.Description), value.Name, Deprecated(value.DeprecationReason));

    private static System.Collections.Immutable.ImmutableArray<DirectiveNode> Deprecated(string? reason) =>
        reason is null ? [] : [reason == DefaultDeprecation ? new DirectiveNode("deprecated", []) : With("deprecated", "reason", reason)];

    private static DirectiveNode With(string directive, string argument, string value) =>
        new(directive, [new ArgumentNode(argument, new StringValueNode(value))]);

    private static StringValueNode? Text(string? text) => text is null ? null : new StringValueNode(text, IsBlock: true);

    private static NamedTypeNode Name(NamedType type) => new(type.Name);

    private static TypeNode Reference(GraphQLType type) => type switch
    {
        NonNullType wrapped => new NonNullTypeNode(Reference(wrapped.OfType)),
        ListType wrapped => new ListTypeNode(Reference(wrapped.OfType)),
        _ => Name((NamedType)type),
    };
}
