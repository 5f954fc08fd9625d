namespace GraphQL.TypeSystem;

/// <summary>The rules of section 3 of the specification that a schema must keep; all failures are collected.</summary>
internal static class SchemaRules
{
    public static void Check(Schema schema, List<string> errors)
    {
        if (schema.Query is null)
            errors.Add("Query root type must be provided.");
        ObjectType?[] roots = [schema.Query, schema.Mutation, schema.Subscription];
        if (roots.OfType<ObjectType>().GroupBy(root => root).Any(group => group.Count() > 1))
            errors.Add("All root types must be different.");

        foreach (var directive in schema.Directives)
            DirectiveRules.Check(directive, schema, errors);

        foreach (var type in schema.Types.Where(type => !type.IsIntrospection))
        {
            CheckName(type.Name, "type", errors);
            switch (type)
            {
                case ComplexType complex:
                    CheckFields(complex, errors);
                    InterfaceRules.Check(complex, schema, errors);
                    break;
                case UnionType union:
                    if (union.Members.Count == 0)
                        errors.Add($"Union type {union.Name} must define one or more member types.");
                    AddDuplicates(union.Members.Select(member => member.Name), name => $"Union type {union.Name} can only include type {name} once.", errors);
                    break;
                case EnumType @enum:
                    CheckEnum(@enum, errors);
                    break;
                case InputObjectType input:
                    InputObjectRules.Check(input, errors);
                    break;
            }
        }

        DefaultRules.Check(schema, errors);
    }

    public static void CheckName(string name, string owner, List<string> errors)
    {
        if (name.StartsWith("__", StringComparison.Ordinal))
            errors.Add($"Name \"{name}\" of a {owner} must not begin with \"__\", which is reserved by GraphQL introspection.");
        else if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
            errors.Add($"Name \"{name}\" of a {owner} must be a GraphQL name.");
    }

    public static void AddDuplicates(IEnumerable<string> names, Func<string, string> message, List<string> errors) =>
        errors.AddRange(names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => message(group.Key)));

    public static void CheckArguments(string owner, IReadOnlyList<ArgumentDefinition> arguments, List<string> errors)
    {
        AddDuplicates(arguments.Select(argument => argument.Name), name => $"Argument {owner}({name}:) is defined more than once.", errors);
        foreach (var argument in arguments)
        {
            CheckName(argument.Name, "argument", errors);
            if (!argument.Type.IsInput)
                errors.Add($"The type of {owner}({argument.Name}:) must be Input Type but got: {argument.Type}.");
            if (argument is { IsRequired: true, DeprecationReason: not null })
                errors.Add($"Required argument {owner}({argument.Name}:) cannot be deprecated.");
        }
    }

    private static void CheckFields(ComplexType type, List<string> errors)
    {
        if (type.Fields.Count == 0)
            errors.Add($"Type {type.Name} must define one or more fields.");
        AddDuplicates(type.Fields.Select(field => field.Name), name => $"Field {type.Name}.{name} is defined more than once.", errors);
        foreach (var field in type.Fields)
        {
            CheckName(field.Name, "field", errors);
            if (!field.Type.IsOutput)
                errors.Add($"The type of {type.Name}.{field.Name} must be Output Type but got: {field.Type}.");
            CheckArguments($"{type.Name}.{field.Name}", field.Arguments, errors);
            CostRules.Check(type, field, errors);
        }
    }

    private static void CheckEnum(EnumType type, List<string> errors)
    {
        if (type.Values.Count == 0)
            errors.Add($"Enum type {type.Name} must define one or more values.");
        AddDuplicates(type.Values.Select(value => value.Name), name => $"Enum value {type.Name}.{name} is defined more than once.", errors);
        foreach (var value in type.Values)
        {
            CheckName(value.Name, "enum value", errors);
            if (value.Name is "true" or "false" or "null")
                errors.Add($"Enum type {type.Name} cannot include value: {value.Name}.");
        }
    }
}
