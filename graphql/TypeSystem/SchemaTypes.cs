namespace GraphQL.TypeSystem;

/// <summary>Finds every type that a schema's roots reach.</summary>
internal static class SchemaTypes
{
    public static Dictionary<string, NamedType> Collect(IEnumerable<NamedType> roots, IEnumerable<DirectiveDefinition> directives, List<string> errors)
    {
        var found = new Dictionary<string, NamedType>(StringComparer.Ordinal);
        var pending = new Stack<NamedType>(roots);
        foreach (var argument in directives.SelectMany(directive => directive.Arguments))
            pending.Push(argument.Type.NamedType);

        while (pending.TryPop(out var type))
        {
            if (found.TryGetValue(type.Name, out var known))
            {
                if (known != type)
                    errors.Add($"There are two types named {type.Name}.");
                continue;
            }

            found.Add(type.Name, type);
            foreach (var reached in ReachedFrom(type))
                pending.Push(reached);
        }

        return found;
    }

    private static IEnumerable<NamedType> ReachedFrom(NamedType type) => type switch
    {
        ComplexType complex =>
        [
            .. complex.Interfaces,
            .. complex.Fields.Select(field => field.Type.NamedType),
            .. complex.Fields.SelectMany(field => field.Arguments).Select(argument => argument.Type.NamedType),
        ],
        UnionType union => union.Members,
        InputObjectType input => input.Fields.Select(field => field.Type.NamedType),
        _ => [],
    };
}
