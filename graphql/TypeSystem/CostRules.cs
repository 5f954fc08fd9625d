namespace GraphQL.TypeSystem;

/// <summary>The rules of the cost directives (section 9) that a schema must keep.</summary>
internal static class CostRules
{
    public static void Check(ComplexType type, FieldDefinition field, List<string> errors)
    {
        if (field.ListSize is not { } size)
            return;
        var where = $"{type.Name}.{field.Name}";
        if (size.AssumedSize < 0)
            errors.Add($"The assumed size of {where} must not be negative.");
        if (size.SizedFields.Count == 0 && field.Type.Nullable is not ListType)
            errors.Add($"{where} has a list size and must return a list, or name the fields that do.");
        foreach (var name in size.SizedFields)
        {
            if ((field.Type.NamedType as ComplexType)?.GetField(name)?.Type.Nullable is not ListType)
                errors.Add($"{where} sizes the field \"{name}\", which {field.Type.NamedType} does not have as a list.");
        }

        foreach (var name in size.SlicingArguments)
        {
            if (field.GetArgument(name)?.Type.Nullable != BuiltInScalars.Int)
                errors.Add($"{where} is sliced by the argument \"{name}\", which it does not have as an Int.");
        }

        // It would be unclear which of the two says how long the list is.
        if (size is { AssumedSize: not null, SlicingArguments.Count: > 0 }
            && (size.RequireOneSlicingArgument || size.SlicingArguments.Any(name => field.GetArgument(name)?.DefaultValue is not null)))
        {
            errors.Add($"{where} may assume a size beside slicing arguments only if they have no defaults and need not be given.");
        }
    }
}
