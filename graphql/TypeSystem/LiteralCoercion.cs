using GraphQL.Language;

namespace GraphQL.TypeSystem;

/// <summary>A value does not fit the type it is given for.</summary>
internal sealed class CoercionException(string message) : Exception(message)
{
    /// <summary>Where the value stands; null where it stands nowhere in the document.</summary>
    public SourceLocation? Location { get; init; }
}

/// <summary>
/// Turns values written in a document into what resolvers get (specification, section 3, "Input Coercion"):
/// scalars and enums as their C# values, lists as arrays, input objects as <see cref="InputObjectValue" />.
/// </summary>
internal static class LiteralCoercion
{
    /// <summary>Coerces a value; throws <see cref="CoercionException" /> where it does not fit.</summary>
    public static object? Coerce(ValueNode value, GraphQLType type, VariableValues? variables = null)
    {
        if (value is VariableNode variable)
            return FromVariable(variable, type, variables);
        if (type is NonNullType nonNull)
        {
            return value is NullValueNode
                ? throw new CoercionException($"Expected value of type \"{type}\", found null.")
                : Coerce(value, nonNull.OfType, variables);
        }

        if (value is NullValueNode)
            return null;
        return type switch
        {
            ListType list => CoerceList(value, list, variables),
            InputObjectType input => CoerceObject(value, input, variables),
            EnumType @enum => CoerceEnum(value, @enum),
            ScalarType scalar => scalar.TryParse(ScalarInput.FromLiteral(value, variables is null ? null : variables.GetJson), out var parsed, out var error)
                ? parsed
                : throw new CoercionException(error),
            _ => throw new CoercionException($"{type} is not an input type."),
        };
    }

    /// <summary>What is wrong with a constant; null when nothing is.</summary>
    public static string? FirstError(ValueNode value, GraphQLType type)
    {
        try
        {
            Coerce(value, type);
            return null;
        }
        catch (CoercionException failure)
        {
            return failure.Message;
        }
    }

    private static object? FromVariable(VariableNode variable, GraphQLType type, VariableValues? variables)
    {
        var value = variables?.Get(variable.Name);
        return value is null && type is NonNullType
            ? throw new CoercionException($"Variable \"${variable.Name}\" must not be null where a value of type \"{type}\" is expected.")
            : value;
    }

    private static object?[] CoerceList(ValueNode value, ListType type, VariableValues? variables)
    {
        if (value is not ListValueNode list)
            return [Coerce(value, type.OfType, variables)];
        var elements = new object?[list.Values.Length];
        for (var index = 0; index < elements.Length; index++)
            elements[index] = Coerce(list.Values[index], type.OfType, variables);
        return elements;
    }

    private static object? CoerceEnum(ValueNode value, EnumType type) =>
        value is EnumValueNode { Value: var name } && type.GetValue(name) is { } found
            ? found.RuntimeValue ?? found.Name
            : throw new CoercionException($"Expected value of type \"{type}\", found {GraphQLPrinter.Print(value)}.");

    private static InputObjectValue CoerceObject(ValueNode value, InputObjectType type, VariableValues? variables)
    {
        if (value is not ObjectValueNode node)
            throw new CoercionException($"Expected value of type \"{type}\", found {GraphQLPrinter.Print(value)}.");

        var result = new InputObjectValue(type);
        foreach (var given in node.Fields)
        {
            var field = type.GetField(given.Name) ?? throw new CoercionException($"Field \"{given.Name}\" is not defined by type \"{type}\".");
            if (given.Value is VariableNode variable && variables?.Has(variable.Name) != true)
                continue;
            result.Set(field, Coerce(given.Value, field.Type, variables));
        }

        if (type.IsOneOf)
            InputDefaults.CheckOneOf(result);
        InputDefaults.Complete(result);
        return result;
    }
}
