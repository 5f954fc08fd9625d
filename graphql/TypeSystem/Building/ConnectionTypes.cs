using GraphQL.Execution.Resolvers;

namespace GraphQL.TypeSystem.Building;

/// <summary>Makes the types of connections and of their edges.</summary>
internal sealed class ConnectionTypes(SchemaBuilder builder)
{
    public ObjectType? Create(Type type, string where) => builder.Outputs.Named(type.GenericTypeArguments[0], where) is { } node
        ? (ObjectType)typeof(ConnectionTypes).GetMethod(nameof(CreateOf))!.MakeGenericMethod(type.GenericTypeArguments[0]).Invoke(this, [node])!
        : null;

    /// <summary>The connection type over nodes of one type.</summary>
    public ObjectType CreateOf<T>(NamedType node)
        where T : notnull
    {
        var edge = new ObjectType(
            node.Name + "Edge",
            () =>
            [
                new("cursor", BuiltInScalars.String.AsNonNull(), description: "The element's place in the list.")
                {
                    Resolver = PureResolver.Of((Edge<T> value) => CursorText.Encode(value.Cursor)),
                },
                new("node", node.AsNonNull(), description: "The element.") { Resolver = PureResolver.Of((Edge<T> value) => value.Node) },
            ],
            description: $"An element of a {node.Name}Connection.") { RuntimeType = typeof(Edge<T>) };
        return new ObjectType(
            node.Name + "Connection",
            () =>
            [
                new("edges", edge.AsNonNull().AsList().AsNonNull(), description: "The elements with their cursors.")
                {
                    Resolver = PureResolver.Of((Connection<T> value) => value.Edges),
                },
                new("nodes", node.AsNonNull().AsList().AsNonNull(), description: "The elements.")
                {
                    Resolver = PureResolver.Of((Connection<T> value) => value.Nodes),
                },
                new("pageInfo", builder.Outputs.Object(typeof(PageInfo)).AsNonNull(), description: "What lies before and after the page.")
                {
                    Resolver = PureResolver.Of((Connection<T> value) => value.PageInfo),
                },
                new("totalCount", BuiltInScalars.Int.AsNonNull(), description: "How many elements the whole list has; counted only when asked for.")
                {
                    Resolver = new LoopResolver<Connection<T>, int, int>(
                        [ContextBinding.For(typeof(CancellationToken))!],
                        new(() => static (connection, inputs) => connection.CountAsync((CancellationToken)inputs[0]!)),
                        static (column, row, count) => column.Values[row] = count),
                },
            ],
            description: $"A page of a list of {node.Name}.") { RuntimeType = typeof(Connection<T>) };
    }
}
