using System.Text.Json;
using GraphQL.Planning;
using GraphQL.TypeSystem;

namespace GraphQL.Execution;

/// <summary>Coerces the variables of a request (specification, 6.1.2); messages follow the reference implementation.</summary>
internal static class VariableCoercion
{
    public static VariableValues Coerce(VariablePlan[] variables, JsonElement json, List<GraphQLError> errors, int maximumListItems = int.MaxValue)
    {
        if (variables.Length == 0)
            return VariableValues.None;

        var values = new VariableValues();
        foreach (var variable in variables)
        {
            var isGiven = json.ValueKind == JsonValueKind.Object && json.TryGetProperty(variable.Name, out _);
            var given = isGiven ? json.GetProperty(variable.Name) : default;
            if (!isGiven)
            {
                if (variable.Default is not null)
                    values.Set(variable.Name, LiteralCoercion.Coerce(variable.Default, variable.Type), ScalarInput.FromLiteral(variable.Default).ToJson());
                else if (variable.Type is NonNullType)
                    errors.Add(Error(variable, $"Variable \"${variable.Name}\" of required type \"{variable.Type}\" was not provided."));
            }
            else if (given.ValueKind == JsonValueKind.Null && variable.Type is NonNullType)
            {
                errors.Add(Error(variable, $"Variable \"${variable.Name}\" of non-null type \"{variable.Type}\" must not be null."));
            }
            else
            {
                var coercion = new JsonCoercion(variable.Name, maximumListItems);
                values.Set(variable.Name, coercion.Coerce(given, variable.Type), given);
                errors.AddRange(coercion.Failures.Select(message => Error(variable, message)));
            }
        }

        return values;
    }

    private static GraphQLError Error(VariablePlan variable, string message) =>
        new(message) { Code = ErrorCodes.BadUserInput, Locations = [variable.Node.Location] };
}
