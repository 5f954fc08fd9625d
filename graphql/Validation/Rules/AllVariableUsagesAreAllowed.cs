using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.8.5 All Variable Usages Are Allowed: a variable's type fits where it is used.</summary>
internal sealed class AllVariableUsagesAreAllowed : ValidationRule
{
    public override void CheckUse(ValidationContext context)
    {
        foreach (var (operation, uses) in context.Operations)
        {
            if (operation.VariableDefinitions.IsEmpty)
                continue;
            var defined = new Dictionary<string, (VariableDefinitionNode Node, GraphQLType? Type)>(StringComparer.Ordinal);
            foreach (var variable in operation.VariableDefinitions)
                defined[variable.Name] = (variable, context.Schema.GetType(variable.Type));
            foreach (var use in uses.Reachable(context).SelectMany(reached => reached.Variables))
            {
                if (context.IsFull)
                    return;
                if (defined.TryGetValue(use.Node.Name, out var variable) && variable.Type is not null)
                    Check(context, variable.Node, variable.Type, use);
            }
        }
    }

    private static void Check(ValidationContext context, VariableDefinitionNode variable, GraphQLType type, VariableUse use)
    {
        var position = use.Position;
        if (position.Type is null)
            return;

        if (!IsAllowed(context.Schema, variable, type, position))
        {
            context.Report(
                $"Variable \"${variable.Name}\" of type \"{type}\" used in position expecting type \"{position.Type}\".",
                variable.Location,
                use.Node.Location);
        }
        else if (position.Parent is { IsOneOf: true } && type is not NonNullType)
        {
            context.Report(
                $"Variable \"${variable.Name}\" is of type \"{type}\" but must be non-nullable to be used for OneOf Input Object \"{position.Parent}\".",
                variable.Location,
                use.Node.Location);
        }
    }

    private static bool IsAllowed(Schema schema, VariableDefinitionNode variable, GraphQLType type, in InputPosition position)
    {
        if (position.Type is NonNullType && type is not NonNullType)
        {
            var hasDefault = variable.DefaultValue is not (null or NullValueNode);
            return (hasDefault || position.HasDefault) && schema.IsSubtype(type, position.Type.Nullable);
        }

        return schema.IsSubtype(type, position.Type!);
    }
}
