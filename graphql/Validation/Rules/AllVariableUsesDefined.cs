using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.8.3 All Variable Uses Defined, in the operation and in every fragment it leads to.</summary>
internal sealed class AllVariableUsesDefined : ValidationRule
{
    public override void CheckUse(ValidationContext context)
    {
        foreach (var (operation, uses) in context.Operations)
        {
            var defined = operation.VariableDefinitions.Select(variable => variable.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var use in uses.Reachable(context).SelectMany(reached => reached.Variables))
            {
                if (context.IsFull)
                    return;
                if (defined.Contains(use.Node.Name))
                    continue;
                context.Report(
                    operation.Name is null
                        ? $"Variable \"${use.Node.Name}\" is not defined."
                        : $"Variable \"${use.Node.Name}\" is not defined by operation \"{operation.Name}\".",
                    use.Node.Location,
                    operation.Location);
            }
        }
    }
}
