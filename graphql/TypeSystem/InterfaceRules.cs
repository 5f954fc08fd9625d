namespace GraphQL.TypeSystem;

/// <summary>What a type must have to implement its interfaces (specification, 3.6.1 "IsValidImplementation").</summary>
internal static class InterfaceRules
{
    public static void Check(ComplexType type, Schema schema, List<string> errors)
    {
        SchemaRules.AddDuplicates(type.Interfaces.Select(implemented => implemented.Name), name => $"Type {type.Name} can only implement {name} once.", errors);
        foreach (var implemented in type.Interfaces.Distinct())
        {
            if (implemented == type)
            {
                errors.Add($"Type {type.Name} cannot implement itself because it would create a circular reference.");
                continue;
            }

            if (implemented.Interfaces.Contains(type))
                errors.Add($"Type {type.Name} cannot implement {implemented.Name} because it would create a circular reference.");
            foreach (var inherited in implemented.Interfaces.Where(inherited => inherited != type && !type.Interfaces.Contains(inherited)))
                errors.Add($"Type {type.Name} must implement {inherited.Name} because it is implemented by {implemented.Name}.");
            foreach (var promised in implemented.Fields)
                CheckField(type, implemented, promised, schema, errors);
        }
    }

    private static void CheckField(ComplexType type, InterfaceType implemented, FieldDefinition promised, Schema schema, List<string> errors)
    {
        var name = $"{implemented.Name}.{promised.Name}";
        if (type.GetField(promised.Name) is not { } field)
        {
            errors.Add($"Interface field {name} expected but {type.Name} does not provide it.");
            return;
        }

        if (!schema.IsSubtype(field.Type, promised.Type))
            errors.Add($"Interface field {name} expects type {promised.Type} but {type.Name}.{field.Name} is type {field.Type}.");
        foreach (var expected in promised.Arguments)
        {
            if (field.GetArgument(expected.Name) is not { } argument)
                errors.Add($"Interface field argument {name}({expected.Name}:) expected but {type.Name}.{field.Name} does not provide it.");
            else if (argument.Type != expected.Type)
                errors.Add($"Interface field argument {name}({expected.Name}:) expects type {expected.Type} but {type.Name}.{field.Name} has {argument.Type}.");
        }

        foreach (var further in field.Arguments.Where(argument => argument.IsRequired && promised.GetArgument(argument.Name) is null))
            errors.Add($"Argument {type.Name}.{field.Name}({further.Name}:) must not be required: {name} does not have it.");
        if (field.DeprecationReason is not null && promised.DeprecationReason is null)
            errors.Add($"Field {type.Name}.{field.Name} cannot be deprecated while {name} is not.");
    }
}
