using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.2.2.1 Operation Name Uniqueness.</summary>
internal sealed class OperationNameUniqueness : ValidationRule
{
    private readonly Dictionary<string, SourceLocation> known = new(StringComparer.Ordinal);

    public override void Definition(ValidationContext context, DefinitionNode node)
    {
        if (node is OperationDefinitionNode { Name: { } name } operation && !known.TryAdd(name, operation.NameLocation))
            context.Report($"There can be only one operation named \"{name}\".", known[name], operation.NameLocation);
    }
}
