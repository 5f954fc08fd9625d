using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Planning;

/// <summary>Splits arguments into constants, coerced once, and those that depend on variables.</summary>
internal static class ArgumentPlanner
{
    public static ArgumentPlan[] Plan(FieldDefinition field, FieldNode node)
    {
        if (field.Arguments.Count == 0)
            return [];
        var plans = new ArgumentPlan[field.Arguments.Count];
        for (var index = 0; index < plans.Length; index++)
            plans[index] = Plan(field.Arguments[index], node);
        return plans;
    }

    /// <summary>The arguments of one request.</summary>
    /// <exception cref="CoercionException">A variable has no value where one is needed.</exception>
    public static object?[] Values(FieldPlan field, VariableValues variables)
    {
        if (field.Arguments.Length == 0)
            return [];
        var values = new object?[field.Arguments.Length];
        for (var index = 0; index < values.Length; index++)
            values[index] = Located(field.Arguments[index], variables);
        return values;
    }

    private static ArgumentPlan Plan(ArgumentDefinition definition, FieldNode node)
    {
        ValueNode? literal = null;
        foreach (var argument in node.Arguments)
        {
            if (argument.Name == definition.Name)
                literal = argument.Value;
        }

        var needsVariables = literal is not null && HasVariables(literal);
        var constant = literal is null || needsVariables ? definition.DefaultValue : literal;
        try
        {
            var value = constant is null ? null : LiteralCoercion.Coerce(constant, definition.Type);
            var error = literal is null && definition.IsRequired ? Missing(definition) : null;
            return new ArgumentPlan(definition, literal, value, needsVariables, error);
        }
        catch (CoercionException failure)
        {
            return new ArgumentPlan(definition, literal, null, needsVariables, failure.Message);
        }
    }

    private static object? Located(ArgumentPlan argument, VariableValues variables)
    {
        try
        {
            return Value(argument, variables);
        }
        catch (CoercionException failure) when (argument.Literal is { Location.IsKnown: true } literal)
        {
            throw new CoercionException(failure.Message) { Location = literal.Location };
        }
    }

    private static object? Value(ArgumentPlan argument, VariableValues variables)
    {
        if (argument.Error is not null)
            throw new CoercionException(argument.Error);
        if (!argument.NeedsVariables)
            return argument.Constant;
        if (argument.Literal is VariableNode variable && !variables.Has(variable.Name))
        {
            return argument.Definition.IsRequired
                ? throw new CoercionException(
                    $"Argument \"{argument.Definition.Name}\" of required type \"{argument.Definition.Type}\" "
                    + $"was provided the variable \"${variable.Name}\" which was not provided a runtime value.")
                : argument.Constant;
        }

        return LiteralCoercion.Coerce(argument.Literal!, argument.Definition.Type, variables);
    }

    private static string Missing(ArgumentDefinition definition) =>
        $"Argument \"{definition.Name}\" of required type \"{definition.Type}\" was not provided.";

    private static bool HasVariables(ValueNode value) => value switch
    {
        VariableNode => true,
        ListValueNode list => list.Values.Any(HasVariables),
        ObjectValueNode node => node.Fields.Any(field => HasVariables(field.Value)),
        _ => false,
    };
}
