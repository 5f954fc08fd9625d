using GraphQL.Language;

namespace GraphQL.TypeSystem;

/// <summary>What the defaults of arguments and input fields must keep: they end (specification, 3.10 "InputObjectDefaultValueHasCycle"), and they fit.</summary>
internal static class DefaultRules
{
    public static void Check(Schema schema, List<string> errors)
    {
        var cycles = new Cycles();
        foreach (var type in schema.Types.OfType<InputObjectType>())
            cycles.Visit(type, Empty);
        errors.AddRange(cycles.Errors);

        // A default that never ends cannot be read either.
        if (cycles.Errors.Count == 0)
            CheckValues(schema, errors);
    }

    private static ObjectValueNode Empty { get; } = new([]);

    private static void CheckValues(Schema schema, List<string> errors)
    {
        foreach (var directive in schema.Directives)
            Check("@" + directive.Name, directive.Arguments, errors);
        foreach (var type in schema.Types.Where(type => !type.IsIntrospection))
        {
            foreach (var field in (type as ComplexType)?.Fields ?? [])
                Check($"{type.Name}.{field.Name}", field.Arguments, errors);
            foreach (var field in (type as InputObjectType)?.Fields ?? [])
                Check($"{type.Name}.{field.Name}", field, errors);
        }
    }

    private static void Check(string owner, IReadOnlyList<ArgumentDefinition> arguments, List<string> errors)
    {
        foreach (var argument in arguments)
            Check($"{owner}({argument.Name}:)", argument, errors);
    }

    private static void Check(string owner, InputValueDefinition value, List<string> errors)
    {
        if (value.DefaultValue is not null && value.Type.IsInput && LiteralCoercion.FirstError(value.DefaultValue, value.Type) is { } failure)
            errors.Add($"The default of {owner} is not valid: {failure}");
    }

    /// <summary>Follows defaults to the defaults that they take in turn, each once.</summary>
    private sealed class Cycles
    {
        private readonly List<(InputObjectType Type, InputField Field)> path = [];
        private readonly HashSet<InputField> visited = [];

        public List<string> Errors { get; } = [];

        public void Visit(InputObjectType type, ValueNode value)
        {
            if (value is ListValueNode list)
            {
                foreach (var element in list.Values)
                    Visit(type, element);
            }

            if (value is not ObjectValueNode node)
                return;
            foreach (var field in type.Fields)
            {
                if (field.Type.NamedType is not InputObjectType inner)
                    continue;
                if (node.Fields.FirstOrDefault(given => given.Name == field.Name) is { } given)
                    Visit(inner, given.Value);
                else if (field.DefaultValue is not null)
                    VisitDefault(type, field, inner);
            }
        }

        private void VisitDefault(InputObjectType type, InputField field, InputObjectType inner)
        {
            var from = path.FindIndex(step => step.Field == field);
            if (from >= 0)
                Errors.Add(Describe(path[from..]));
            if (!visited.Add(field))
                return;
            path.Add((type, field));
            Visit(inner, field.DefaultValue!);
            path.RemoveAt(path.Count - 1);
        }

        private static string Describe(List<(InputObjectType Type, InputField Field)> cycle)
        {
            var names = cycle.ConvertAll(step => $"{step.Type.Name}.{step.Field.Name}");
            var via = names.Count == 1 ? "" : $" via the default values of: {string.Join(", ", names[1..])}";
            return $"Invalid circular reference. The default value of Input Object field {names[0]} references itself{via}.";
        }
    }
}
