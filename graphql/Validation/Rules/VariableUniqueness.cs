using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.8.1 Variable Uniqueness.</summary>
internal sealed class VariableUniqueness : ValidationRule
{
    private readonly Dictionary<string, SourceLocation> known = new(StringComparer.Ordinal);

    public override void Definition(ValidationContext context, DefinitionNode node) => known.Clear();

    public override void Variable(ValidationContext context, VariableDefinitionNode node)
    {
        if (!known.TryAdd(node.Name, node.Variable.Location))
            context.Report($"There can be only one variable named \"${node.Name}\".", known[node.Name], node.Variable.Location);
    }
}
