using System.Reflection;
using GraphQL.Language;
using GraphQL.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQL.TypeSystem.Building;

/// <summary>Makes a schema of annotated classes; whatever is wrong with them is collected and thrown at once.</summary>
internal sealed class SchemaBuilder
{
    public SchemaBuilder(AnnotatedTypes sources, ScalarBindings scalars, GraphQLOptions options, IServiceProviderIsService services)
    {
        Sources = sources;
        Scalars = scalars;
        Options = options;
        Services = services;
        Enums = new EnumTypes(this);
        Outputs = new OutputTypes(this);
        Inputs = new InputTypes(this);
        Converters = new InputConverters(this);
        Arguments = new ArgumentFactory(this);
        Fields = new FieldFactory(this);
        Nodes = new NodeTypes(this);
        Connections = new ConnectionTypes(this);
        Mutations = new MutationFactory(this);
        Subscriptions = new SubscriptionFactory(this);
    }

    public AnnotatedTypes Sources { get; }

    public ScalarBindings Scalars { get; }

    public GraphQLOptions Options { get; }

    public IServiceProviderIsService Services { get; }

    public List<string> Errors { get; } = [];

    public XmlDocumentation Documentation { get; } = new();

    public NullabilityInfoContext Nullability { get; } = new();

    public EnumTypes Enums { get; }

    public OutputTypes Outputs { get; }

    public InputTypes Inputs { get; }

    public InputConverters Converters { get; }

    public ArgumentFactory Arguments { get; }

    public FieldFactory Fields { get; }

    public NodeTypes Nodes { get; }

    public ConnectionTypes Connections { get; }

    public MutationFactory Mutations { get; }

    public SubscriptionFactory Subscriptions { get; }

    public Schema Build()
    {
        foreach (var source in Sources.Objects.Values.Concat(Sources.Interfaces.Values))
            Errors.AddRange(source.UnknownProperties().Select(name => $"{source.RuntimeType.Name} has no property {name} to include or ignore."));

        var query = new ObjectType(
            "Query",
            () => Nodes.RootFields().Concat(RootFields(Sources.QueryClasses, FieldOwner.Query)).OrderBy(field => field.Name, StringComparer.Ordinal))
        {
            RuntimeType = typeof(Execution.RootValue),
        };
        var mutation = Sources.MutationClasses.Count == 0
            ? null
            : new ObjectType("Mutation", () => RootFields(Sources.MutationClasses, FieldOwner.Mutation).OrderBy(field => field.Name, StringComparer.Ordinal)) { RuntimeType = typeof(Execution.RootValue) };
        var subscription = Sources.SubscriptionClasses.Count == 0
            ? null
            : new ObjectType("Subscription", () => Sources.SubscriptionClasses.SelectMany(Subscriptions.Fields).OrderBy(field => field.Name, StringComparer.Ordinal)) { RuntimeType = typeof(SubscriptionEvent) };
        try
        {
            Nodes.Collect();
            NamedType[] always =
            [
                .. Sources.Objects.Keys.Select(Outputs.Object), .. Sources.Interfaces.Keys.Select(Outputs.Interface), .. Sources.Unions.Select(Outputs.Union),
            ];
            var schema = new Schema(query, mutation, subscription, types: always, directives: [CostDirectives.Cost, CostDirectives.ListSize]);
            return Errors.Count == 0 ? schema : throw new SchemaException(Errors);
        }
        catch (SchemaException failure) when (failure.Errors != Errors)
        {
            throw new SchemaException([.. Errors.Concat(failure.Errors).Distinct(StringComparer.Ordinal)]);
        }
    }

    /// <summary>The type that GraphQL text names; null, and an error kept, when a name is unknown.</summary>
    public GraphQLType? Parse(string text, string where)
    {
        try
        {
            return Resolve(GraphQLParser.ParseType(text), where);
        }
        catch (GraphQLSyntaxException failure)
        {
            Errors.Add($"{where}: \"{text}\" is no type. {failure.Message}");
            return null;
        }
    }

    private GraphQLType? Resolve(TypeNode node, string where)
    {
        switch (node)
        {
            case NonNullTypeNode wrapped:
                return Resolve(wrapped.Type, where)?.AsNonNull();
            case ListTypeNode wrapped:
                return Resolve(wrapped.Type, where)?.AsList();
            default:
                var name = ((NamedTypeNode)node).Name;
                NamedType? found = Scalars.Find(name);
                found ??= Outputs.Find(name) ?? Inputs.Find(name);
                if (found is null)
                    Errors.Add($"{where}: there is no type named {name}.");
                return found;
        }
    }

    private IEnumerable<FieldDefinition> RootFields(IEnumerable<Type> classes, FieldOwner owner) => classes
        .SelectMany(type => ClrTypes.FieldMethods(type).Select(method => Fields.FromMethod(method, typeof(object), owner, [type])))
        .OfType<FieldDefinition>();

}

/// <summary>What kind of type a field belongs to.</summary>
internal enum FieldOwner
{
    Query,
    Mutation,
    Subscription,
    Complex,
}
