using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.5.2.1 Fragment Spread Target Defined.</summary>
internal sealed class FragmentSpreadTargetDefined : ValidationRule
{
    public override void FragmentSpread(ValidationContext context, FragmentSpreadNode node, CompositeType? parent)
    {
        if (!context.Fragments.ContainsKey(node.Name))
            context.Report($"Unknown fragment \"{node.Name}\".", node.NameLocation);
    }
}
