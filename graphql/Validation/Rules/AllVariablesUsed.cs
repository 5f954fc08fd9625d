using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.8.4 All Variables Used, by the operation or a fragment it leads to.</summary>
internal sealed class AllVariablesUsed : ValidationRule
{
    public override void CheckUse(ValidationContext context)
    {
        foreach (var (operation, uses) in context.Operations)
        {
            if (operation.VariableDefinitions.IsEmpty)
                continue;
            var used = uses.Reachable(context).SelectMany(reached => reached.Variables).Select(use => use.Node.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var variable in operation.VariableDefinitions)
            {
                if (used.Contains(variable.Name))
                    continue;
                context.Report(
                    operation.Name is null
                        ? $"Variable \"${variable.Name}\" is never used."
                        : $"Variable \"${variable.Name}\" is never used in operation \"{operation.Name}\".",
                    variable.Location);
            }
        }
    }
}
