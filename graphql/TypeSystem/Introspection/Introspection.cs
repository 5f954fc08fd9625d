using System.Linq.Expressions;
using GraphQL.Execution;
using GraphQL.Execution.Resolvers;
using GraphQL.Language;

namespace GraphQL.TypeSystem;

/// <summary>The types and fields with which a schema describes itself (specification, section 4). They are the same for every schema.</summary>
internal static class Introspection
{
    private static readonly ArgumentDefinition[] IncludeDeprecated =
        [new("includeDeprecated", BuiltInScalars.Boolean.AsNonNull(), new BooleanValueNode(false))];

    private static readonly GraphQLType Text = BuiltInScalars.String;
    private static readonly GraphQLType RequiredText = BuiltInScalars.String.AsNonNull();
    private static readonly GraphQLType RequiredFlag = BuiltInScalars.Boolean.AsNonNull();

    private static readonly EnumType KindType = Enumeration<TypeKind>("__TypeKind", "An enum describing what kind of type a given `__Type` is.");

    private static readonly EnumType LocationType = Enumeration<DirectiveLocation>(
        "__DirectiveLocation", "A Directive can be adjacent to many parts of the GraphQL language, a __DirectiveLocation describes one such possible adjacencies.");

    private static readonly ObjectType EnumValueType = new(
        "__EnumValue",
        () =>
        [
            Field("name", RequiredText, (EnumValueDefinition value) => value.Name),
            Field("description", Text, (EnumValueDefinition value) => value.Description),
            Field("isDeprecated", RequiredFlag, (EnumValueDefinition value) => value.DeprecationReason != null),
            Field("deprecationReason", Text, (EnumValueDefinition value) => value.DeprecationReason),
        ],
        description: "One possible value for a given Enum.") { RuntimeType = typeof(EnumValueDefinition) };

    private static readonly ObjectType InputValueType = new(
        "__InputValue",
        () =>
        [
            Field("name", RequiredText, (InputValueDefinition value) => value.Name),
            Field("description", Text, (InputValueDefinition value) => value.Description),
            Field("type", TypeType!.AsNonNull(), (InputValueDefinition value) => value.Type),
            Field("defaultValue", Text, (InputValueDefinition value) => value.DefaultValue == null ? null : GraphQLPrinter.Print(value.DefaultValue)),
            Field("isDeprecated", RequiredFlag, (InputValueDefinition value) => value.DeprecationReason != null),
            Field("deprecationReason", Text, (InputValueDefinition value) => value.DeprecationReason),
        ],
        description: "Arguments and input fields, their types, and their defaults.") { RuntimeType = typeof(InputValueDefinition) };

    private static readonly ObjectType FieldType = new(
        "__Field",
        () =>
        [
            Field("name", RequiredText, (FieldDefinition field) => field.Name),
            Field("description", Text, (FieldDefinition field) => field.Description),
            Call("args", ListOf(InputValueType), IncludeDeprecated, (FieldDefinition field, FieldCall call) => Current(field.Arguments, call)),
            Field("type", TypeType!.AsNonNull(), (FieldDefinition field) => field.Type),
            Field("isDeprecated", RequiredFlag, (FieldDefinition field) => field.DeprecationReason != null),
            Field("deprecationReason", Text, (FieldDefinition field) => field.DeprecationReason),
        ],
        description: "A field of an object or interface type.") { RuntimeType = typeof(FieldDefinition) };

    private static readonly ObjectType DirectiveType = new(
        "__Directive",
        () =>
        [
            Field("name", RequiredText, (DirectiveDefinition directive) => directive.Name),
            Field("description", Text, (DirectiveDefinition directive) => directive.Description),
            Field("isRepeatable", RequiredFlag, (DirectiveDefinition directive) => directive.IsRepeatable),
            Field("locations", LocationType.AsNonNull().AsList().AsNonNull(), (DirectiveDefinition directive) => directive.Locations),
            Call("args", ListOf(InputValueType), IncludeDeprecated, (DirectiveDefinition directive, FieldCall call) => Current(directive.Arguments, call)),
        ],
        description: "A directive: a way to change how a document is executed or a type is described.") { RuntimeType = typeof(DirectiveDefinition) };

    private static readonly ObjectType TypeType = new(
        "__Type",
        () =>
        [
            Field("kind", KindType.AsNonNull(), (GraphQLType type) => TypeKinds.Of(type)),
            Field("name", Text, (GraphQLType type) => type is NamedType ? ((NamedType)type).Name : null),
            Field("description", Text, (GraphQLType type) => type is NamedType ? ((NamedType)type).Description : null),
            Field("specifiedByURL", Text, (GraphQLType type) => type is ScalarType ? ((ScalarType)type).SpecifiedByUrl : null),
            Call("fields", FieldType.AsNonNull().AsList(), IncludeDeprecated, (GraphQLType type, FieldCall call) => Fields(type, call)),
            Field(
                "interfaces",
                TypeType!.AsNonNull().AsList(),
                (GraphQLType type) => type is ComplexType ? ((ComplexType)type).Interfaces : null),
            Call("possibleTypes", TypeType!.AsNonNull().AsList(), [], (GraphQLType type, FieldCall call) => PossibleTypes(type, call)),
            Call("enumValues", EnumValueType.AsNonNull().AsList(), IncludeDeprecated, (GraphQLType type, FieldCall call) => EnumValues(type, call)),
            Call("inputFields", InputValueType.AsNonNull().AsList(), IncludeDeprecated, (GraphQLType type, FieldCall call) => InputFields(type, call)),
            Field("ofType", TypeType!, (GraphQLType type) => TypeKinds.Unwrap(type)),
            Field("isOneOf", BuiltInScalars.Boolean, (GraphQLType type) => TypeKinds.IsOneOf(type)),
        ],
        description: "A type of the schema, or a list or non-null form of one.") { RuntimeType = typeof(GraphQLType) };

    /// <summary>The type of <c>__schema</c>, which reaches all others.</summary>
    public static ObjectType SchemaType { get; } = new(
        "__Schema",
        () =>
        [
            Field("description", Text, (Schema schema) => schema.Description),
            Field("types", ListOf(TypeType), (Schema schema) => schema.Types),
            Field("queryType", TypeType.AsNonNull(), (Schema schema) => schema.Query),
            Field("mutationType", TypeType, (Schema schema) => schema.Mutation),
            Field("subscriptionType", TypeType, (Schema schema) => schema.Subscription),
            Field("directives", ListOf(DirectiveType), (Schema schema) => schema.Directives),
        ],
        description: "A GraphQL schema: its types, its directives, and the entry points of its operations.") { RuntimeType = typeof(Schema) };

    /// <summary><c>__typename</c>, a field of every composite type; the writer answers it.</summary>
    public static FieldDefinition TypeNameField { get; } = new("__typename", RequiredText, description: "The name of the current Object type at runtime.");

    /// <summary><c>__schema</c>, a field of the query type.</summary>
    public static FieldDefinition SchemaField { get; } = new(
        "__schema", SchemaType.AsNonNull(), description: "Access the current type schema of this server.")
    {
        Resolver = new InlineResolver<object, Schema>((_, call) => call.State.Schema),
    };

    /// <summary><c>__type</c>, a field of the query type.</summary>
    public static FieldDefinition TypeField { get; } = new(
        "__type", TypeType, [new ArgumentDefinition("name", RequiredText)], "Request the type information of a single type.")
    {
        Resolver = new InlineResolver<object, GraphQLType?>((_, call) => call.State.Schema.GetType((string)call.Arguments[0]!)),
    };

    private static GraphQLType ListOf(GraphQLType type) => type.AsNonNull().AsList().AsNonNull();

    private static FieldDefinition Field<TParent, TValue>(string name, GraphQLType type, Expression<Func<TParent, TValue>> getter) =>
        new(name, type) { Resolver = PureResolver.Of(getter) };

    private static FieldDefinition Call<TParent, TValue>(
        string name, GraphQLType type, ArgumentDefinition[] arguments, Func<TParent, FieldCall, TValue> resolve) =>
        new(name, type, arguments) { Resolver = new InlineResolver<TParent, TValue>(resolve) };

    private static RuntimeEnumType<T> Enumeration<T>(string name, string description)
        where T : struct, Enum =>
        new(name, [.. Enum.GetValues<T>().Select(value => new EnumValueDefinition(Naming.Constant(value.ToString()), RuntimeValue: value))], description);

    private static IReadOnlyList<T> Current<T>(IReadOnlyList<T> values, FieldCall call)
        where T : InputValueDefinition =>
        call.Arguments[0] is true ? values : [.. values.Where(value => value.DeprecationReason is null)];

    private static IReadOnlyList<FieldDefinition>? Fields(GraphQLType type, FieldCall call) => type is not ComplexType complex
        ? null
        : call.Arguments[0] is true ? complex.Fields : [.. complex.Fields.Where(field => field.DeprecationReason is null)];

    private static IReadOnlyList<EnumValueDefinition>? EnumValues(GraphQLType type, FieldCall call) => type is not EnumType @enum
        ? null
        : call.Arguments[0] is true ? @enum.Values : [.. @enum.Values.Where(value => value.DeprecationReason is null)];

    private static IReadOnlyList<InputField>? InputFields(GraphQLType type, FieldCall call) =>
        type is InputObjectType input ? Current(input.Fields, call) : null;

    private static IReadOnlyList<ObjectType>? PossibleTypes(GraphQLType type, FieldCall call) =>
        type is InterfaceType or UnionType ? call.State.Schema.GetPossibleTypes((CompositeType)type) : null;
}
