namespace GraphQL.TypeSystem;

/// <summary>What holds for input objects wherever their values come from.</summary>
internal static class InputDefaults
{
    /// <summary>Takes the defaults of the fields that were not given.</summary>
    public static void Complete(InputObjectValue value)
    {
        foreach (var field in value.Type.Fields)
        {
            if (value.IsGiven(field))
                continue;
            if (field.DefaultValue is not null)
                value.Set(field, LiteralCoercion.Coerce(field.DefaultValue, field.Type));
            else if (field.Type is NonNullType)
                throw new CoercionException($"Field \"{field.Name}\" of required type \"{field.Type}\" was not provided.");
        }
    }

    /// <summary>Exactly one field of a oneOf object is given, and it is not null.</summary>
    public static void CheckOneOf(InputObjectValue value)
    {
        var given = value.Type.Fields.Where(value.IsGiven).ToList();
        if (given.Count != 1)
            throw new CoercionException($"Exactly one key must be specified for OneOf type \"{value.Type}\".");
        if (value.Values[given[0].Index] is null)
            throw new CoercionException($"Field \"{given[0].Name}\" must be non-null.");
    }
}
