using GraphQL.Language;

namespace GraphQL.Validation.Rules;

/// <summary>5.5.1.4 Fragments Must Be Used.</summary>
internal sealed class FragmentsMustBeUsed : ValidationRule
{
    public override void CheckUse(ValidationContext context)
    {
        if (context.Fragments.Count == 0)
            return;

        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, uses) in context.Operations)
        {
            foreach (var reached in uses.Reachable(context))
            {
                if (reached.Definition is FragmentDefinitionNode fragment)
                    used.Add(fragment.Name);
            }
        }

        foreach (var uses in context.Definitions)
        {
            if (uses.Definition is FragmentDefinitionNode fragment && !used.Contains(fragment.Name))
                context.Report($"Fragment \"{fragment.Name}\" is never used.", fragment.Location);
        }
    }
}
