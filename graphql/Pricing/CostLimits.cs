using System.Globalization;
using GraphQL.Planning;
using GraphQL.TypeSystem;

namespace GraphQL.Pricing;

/// <summary>Holds the price of operations against the limits, before anything runs.</summary>
internal static class CostLimits
{
    /// <summary>Why the operation may not run; null when it may.</summary>
    public static GraphQLError? Check(OperationPlan plan, VariableValues variables, OperationCost cost, GraphQLOptions options)
    {
        if (!options.EnforceCostLimits)
            return null;
        if (plan.CostPlan(options).Sliced is { Length: > 0 } fields && Array.Find(fields, field => !field.IsComplete(variables)) is { } unsized)
        {
            var names = string.Join(", ", unsized.Arguments.Select(argument => $"\"{argument.Definition.Name}\""));
            return new GraphQLError($"Field \"{unsized.Field.ResponseName}\" needs exactly one of the arguments {names}.")
            {
                Code = ErrorCodes.BadUserInput,
                Locations = [unsized.Field.Nodes[0].Location],
            };
        }

        if (cost.FieldCost <= options.MaximumFieldCost && cost.TypeCost <= options.MaximumTypeCost)
            return null;
        var what = cost.FieldCost > options.MaximumFieldCost ? ("field", cost.FieldCost, options.MaximumFieldCost) : ("type", cost.TypeCost, options.MaximumTypeCost);
        return new GraphQLError(string.Create(
            CultureInfo.InvariantCulture,
            $"The operation has a {what.Item1} cost of {what.Item2:0.##}; at most {what.Item3:0.##} is allowed. Ask for smaller pages or for less in them."))
        {
            Code = ErrorCodes.CostLimitExceeded,
            Locations = [plan.Operation.Location],
            Extensions = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["fieldCost"] = cost.FieldCost,
                ["maximumFieldCost"] = options.MaximumFieldCost,
                ["typeCost"] = cost.TypeCost,
                ["maximumTypeCost"] = options.MaximumTypeCost,
            },
        };
    }
}
