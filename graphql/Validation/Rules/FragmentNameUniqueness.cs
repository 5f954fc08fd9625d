using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.5.1.1 Fragment Name Uniqueness.</summary>
internal sealed class FragmentNameUniqueness : ValidationRule
{
    private readonly Dictionary<string, SourceLocation> known = new(StringComparer.Ordinal);

    public override void Definition(ValidationContext context, DefinitionNode node)
    {
        if (node is FragmentDefinitionNode fragment && !known.TryAdd(fragment.Name, fragment.NameLocation))
            context.Report($"There can be only one fragment named \"{fragment.Name}\".", known[fragment.Name], fragment.NameLocation);
    }
}
