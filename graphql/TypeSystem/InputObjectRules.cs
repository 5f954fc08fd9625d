namespace GraphQL.TypeSystem;

/// <summary>What input objects must keep: values that can be written down.</summary>
internal static class InputObjectRules
{
    public static void Check(InputObjectType type, List<string> errors)
    {
        if (type.Fields.Count == 0)
            errors.Add($"Input Object type {type.Name} must define one or more fields.");
        SchemaRules.AddDuplicates(type.Fields.Select(field => field.Name), name => $"Input field {type.Name}.{name} is defined more than once.", errors);
        foreach (var field in type.Fields)
        {
            SchemaRules.CheckName(field.Name, "input field", errors);
            if (!field.Type.IsInput)
                errors.Add($"The type of {type.Name}.{field.Name} must be Input Type but got: {field.Type}.");
            if (type.IsOneOf && field.Type is NonNullType)
                errors.Add($"OneOf input field {type.Name}.{field.Name} must be nullable.");
            if (type.IsOneOf && field.DefaultValue is not null)
                errors.Add($"OneOf input field {type.Name}.{field.Name} cannot have a default value.");
            if (field is { IsRequired: true, DeprecationReason: not null })
                errors.Add($"Required input field {type.Name}.{field.Name} cannot be deprecated.");
        }

        if (!CanBeWritten(type, []))
            errors.Add($"Input Object {type.Name} can never be given a value: it needs itself through non-null fields.");
    }

    // A oneOf object needs one field that can be written, any other object needs all its required ones.
    private static bool CanBeWritten(InputObjectType type, HashSet<InputObjectType> above)
    {
        if (!above.Add(type))
            return false;
        var possible = type.IsOneOf
            ? type.Fields.Count == 0 || type.Fields.Any(field => field.Type.Nullable is not InputObjectType inner || CanBeWritten(inner, above))
            : type.Fields.All(field => field.Type is not NonNullType { OfType: InputObjectType inner } || CanBeWritten(inner, above));
        above.Remove(type);
        return possible;
    }
}
