using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.8.1 Variable Uniqueness.</summary>
internal sealed class VariableUniqueness : ValidationRule
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public override void Definition(ValidationContext context, DefinitionNode node)
    {
        if (node is not OperationDefinitionNode { VariableDefinitions: { Length: > 1 } variables })
            return;
        known.Clear();
        foreach (var variable in variables)
            known.Add(variable.Name);
        if (known.Count == variables.Length)
            return;
        foreach (var same in variables.GroupBy(variable => variable.Name).Where(same => same.Skip(1).Any()))
            context.Report($"There can be only one variable named \"${same.Key}\".", [.. same.Select(variable => variable.Variable.Location)]);
    }
}
