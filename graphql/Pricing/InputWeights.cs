using System.Text.Json;
using GraphQL.Language;
using GraphQL.Planning;
using GraphQL.TypeSystem;

namespace GraphQL.Pricing;

/// <summary>What arguments weigh by the values a request gives: what is not given, or null, weighs nothing.</summary>
internal static class InputWeights
{
    /// <summary>The weight of an argument or input field itself.</summary>
    public static double Of(InputValueDefinition definition) => definition.Cost ?? (definition.Type.NamedType is InputObjectType ? 1 : 0);

    public static bool CanWeigh(InputValueDefinition definition) => Of(definition) != 0 || definition.Type.NamedType is InputObjectType;

    /// <summary>The weight of an argument with everything in its value.</summary>
    public static double Of(ArgumentPlan argument, VariableValues variables) =>
        IsGiven(argument.Literal, variables) ? Of(argument.Definition) + Inside(argument.Literal!, argument.Definition.Type, variables) : 0;

    public static bool IsGiven(ValueNode? literal, VariableValues variables) => literal switch
    {
        null or NullValueNode => false,
        VariableNode variable => variables.Get(variable.Name) is not null,
        _ => true,
    };

    private static double Inside(ValueNode literal, GraphQLType type, VariableValues variables)
    {
        if (type.NamedType is not InputObjectType input)
            return 0;
        var sum = 0d;
        switch (literal)
        {
            case VariableNode variable:
                return variables.GetJson(variable.Name) is { } json ? Inside(json, type) : 0;
            case ListValueNode list:
                foreach (var element in list.Values)
                    sum += Inside(element, type, variables);
                return sum;
            case ObjectValueNode node:
                foreach (var given in node.Fields)
                {
                    if (input.GetField(given.Name) is { } field && IsGiven(given.Value, variables))
                        sum += Of(field) + Inside(given.Value, field.Type, variables);
                }

                return sum;
            default:
                return 0;
        }
    }

    private static double Inside(JsonElement json, GraphQLType type)
    {
        if (type.NamedType is not InputObjectType input)
            return 0;
        var sum = 0d;
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var element in json.EnumerateArray())
                sum += Inside(element, type);
        }
        else if (json.ValueKind == JsonValueKind.Object)
        {
            foreach (var given in json.EnumerateObject())
            {
                if (given.Value.ValueKind != JsonValueKind.Null && input.GetField(given.Name) is { } field)
                    sum += Of(field) + Inside(given.Value, field.Type);
            }
        }

        return sum;
    }
}
