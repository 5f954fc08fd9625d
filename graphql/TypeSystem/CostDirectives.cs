using System.Globalization;
using GraphQL.Language;

namespace GraphQL.TypeSystem;

/// <summary>The directives of IBM's "GraphQL Cost Directives", and how the schema's own weights and sizes are written with them.</summary>
internal static class CostDirectives
{
    public static DirectiveDefinition Cost { get; } = new(
        "cost",
        [
            DirectiveLocation.ArgumentDefinition, DirectiveLocation.Enum, DirectiveLocation.FieldDefinition, DirectiveLocation.InputFieldDefinition,
            DirectiveLocation.Object, DirectiveLocation.Scalar,
        ],
        [new ArgumentDefinition("weight", BuiltInScalars.String.AsNonNull(), description: "A number, negative where something becomes cheaper.")],
        "What every appearance adds to the cost of an operation.");

    public static DirectiveDefinition ListSize { get; } = new(
        "listSize",
        [DirectiveLocation.FieldDefinition],
        [
            new ArgumentDefinition("assumedSize", BuiltInScalars.Int, description: "The length of the list where no slicing argument says it."),
            new ArgumentDefinition("slicingArguments", Texts, description: "The arguments that say how long the list is."),
            new ArgumentDefinition("sizedFields", Texts, description: "The fields of the returned object whose lists have this length."),
            new ArgumentDefinition(
                "requireOneSlicingArgument", BuiltInScalars.Boolean, new BooleanValueNode(true), "Whether exactly one slicing argument must be given."),
        ],
        "How long a list is, for the cost of what is selected on its elements.");

    private static GraphQLType Texts => BuiltInScalars.String.AsNonNull().AsList();

    /// <summary>The directives on a field. Fields of interfaces have no weight: it is that of the object's field.</summary>
    public static IEnumerable<DirectiveNode> On(FieldDefinition field, bool isOfObject)
    {
        if (isOfObject && (field.Cost is not null || field.Weight != (field.Type.NamedType is CompositeType ? 1 : 0)))
            yield return Weight(field.Weight);
        if (field.ListSize is { } size)
            yield return Size(size);
    }

    /// <summary>The directive on an argument, input field or type; none where nothing was said.</summary>
    public static IEnumerable<DirectiveNode> On(double? cost) => cost is { } weight ? [Weight(weight)] : [];

    private static DirectiveNode Weight(double weight) =>
        new("cost", [new ArgumentNode("weight", new StringValueNode(weight.ToString(CultureInfo.InvariantCulture)))]);

    private static DirectiveNode Size(ListSize size)
    {
        var arguments = new List<ArgumentNode>();
        if (size.AssumedSize is { } assumed)
            arguments.Add(new("assumedSize", new IntValueNode(assumed.ToString(CultureInfo.InvariantCulture))));
        if (size.SlicingArguments.Count > 0)
            arguments.Add(new("slicingArguments", Names(size.SlicingArguments)));
        if (size.SizedFields.Count > 0)
            arguments.Add(new("sizedFields", Names(size.SizedFields)));
        if (size is { SlicingArguments.Count: > 0, RequireOneSlicingArgument: false })
            arguments.Add(new("requireOneSlicingArgument", new BooleanValueNode(false)));
        return new("listSize", [.. arguments]);
    }

    private static ListValueNode Names(IEnumerable<string> names) => new([.. names.Select(name => new StringValueNode(name))]);
}
