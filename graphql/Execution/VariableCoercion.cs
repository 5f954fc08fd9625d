using System.Text.Json;
using GraphQL.Planning;
using GraphQL.TypeSystem;

namespace GraphQL.Execution;

/// <summary>Coerces the variables of a request (specification, 6.1.2); messages follow the reference implementation.</summary>
internal static class VariableCoercion
{
    // Looking a name up goes through all that was given; so many times at most.
    private const int Few = 4;

    public static VariableValues Coerce(VariablePlan[] variables, JsonElement json, List<GraphQLError> errors, int maximumListItems = int.MaxValue)
    {
        if (variables.Length == 0)
            return VariableValues.None;

        var values = new VariableValues();
        var found = new VariableErrors(errors);
        var given = Given(variables, json);
        for (var index = 0; index < variables.Length && !found.IsFull; index++)
            Coerce(variables[index], given[index], values, found, maximumListItems);
        return values;
    }

    private static void Coerce(VariablePlan variable, JsonElement? given, VariableValues values, VariableErrors errors, int maximumListItems)
    {
        if (given is not { } json)
        {
            if (variable.Default is not null)
                values.Set(variable.Name, LiteralCoercion.Coerce(variable.Default, variable.Type), ScalarInput.FromLiteral(variable.Default).ToJson());
            else if (variable.Type is NonNullType)
                errors.Add(variable, $"Variable \"${variable.Name}\" of required type \"{variable.Type}\" was not provided.");
        }
        else if (json.ValueKind == JsonValueKind.Null && variable.Type is NonNullType)
        {
            errors.Add(variable, $"Variable \"${variable.Name}\" of non-null type \"{variable.Type}\" must not be null.");
        }
        else
        {
            values.Set(variable.Name, new JsonCoercion(variable, maximumListItems, errors).Coerce(json, variable.Type), json);
        }
    }

    private static JsonElement?[] Given(VariablePlan[] variables, JsonElement json)
    {
        var given = new JsonElement?[variables.Length];
        if (json.ValueKind != JsonValueKind.Object)
            return given;
        if (variables.Length <= Few)
        {
            for (var index = 0; index < given.Length; index++)
                given[index] = json.TryGetProperty(variables[index].Name, out var value) ? value : null;
            return given;
        }

        var indices = new Dictionary<string, int>(variables.Length, StringComparer.Ordinal);
        for (var index = 0; index < variables.Length; index++)
            indices.Add(variables[index].Name, index);
        foreach (var property in json.EnumerateObject())
        {
            if (indices.TryGetValue(property.Name, out var index))
                given[index] = property.Value;
        }

        return given;
    }
}
