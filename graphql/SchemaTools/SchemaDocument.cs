using GraphQL.Language;

namespace GraphQL.SchemaTools;

/// <summary>The definitions of a schema, each with its extensions.</summary>
internal sealed record SchemaDocument(
    SchemaDefinitionNode? Schema,
    IReadOnlyList<TypeDefinitionNode> Types,
    IReadOnlyList<DirectiveDefinitionNode> Directives)
{
    public static SchemaDocument Read(DocumentNode document)
    {
        SchemaDefinitionNode? schema = null;
        var types = new OrderedDictionary<string, TypeDefinitionNode>(StringComparer.Ordinal);
        foreach (var node in document.Definitions.OfType<TypeSystemNode>().OrderBy(node => node.IsExtension))
        {
            switch (node)
            {
                case SchemaDefinitionNode definition:
                    schema = schema is null ? definition : schema with
                    {
                        Directives = schema.Directives.AddRange(definition.Directives),
                        OperationTypes = schema.OperationTypes.AddRange(definition.OperationTypes),
                    };
                    break;
                case TypeDefinitionNode type:
                    types[type.Name] = types.TryGetValue(type.Name, out var known) ? Extend(known, type) : type;
                    break;
            }
        }

        return new SchemaDocument(schema, [.. types.Values], [.. document.Definitions.OfType<DirectiveDefinitionNode>()]);
    }

    /// <summary>The name of the root type of a kind of operation; without a schema definition the type of the kind's own name.</summary>
    public string? RootName(OperationKind kind)
    {
        if (Schema is { OperationTypes.IsEmpty: false })
            return Schema.OperationTypes.FirstOrDefault(operation => operation.Kind == kind)?.Type.Name;
        return Types.FirstOrDefault(type => type.Name == kind.ToString())?.Name;
    }

    private static TypeDefinitionNode Extend(TypeDefinitionNode type, TypeDefinitionNode extension)
    {
        var directives = type.Directives.AddRange(extension.Directives);
        return (type, extension) switch
        {
            (ObjectTypeDefinitionNode left, ObjectTypeDefinitionNode right) => left with
            {
                Directives = directives,
                Interfaces = left.Interfaces.AddRange(right.Interfaces),
                Fields = left.Fields.AddRange(right.Fields),
            },
            (InterfaceTypeDefinitionNode left, InterfaceTypeDefinitionNode right) => left with
            {
                Directives = directives,
                Interfaces = left.Interfaces.AddRange(right.Interfaces),
                Fields = left.Fields.AddRange(right.Fields),
            },
            (UnionTypeDefinitionNode left, UnionTypeDefinitionNode right) => left with { Directives = directives, Types = left.Types.AddRange(right.Types) },
            (EnumTypeDefinitionNode left, EnumTypeDefinitionNode right) => left with { Directives = directives, Values = left.Values.AddRange(right.Values) },
            (InputObjectTypeDefinitionNode left, InputObjectTypeDefinitionNode right) => left with
            {
                Directives = directives,
                Fields = left.Fields.AddRange(right.Fields),
            },
            _ => type with { Directives = directives },
        };
    }
}
