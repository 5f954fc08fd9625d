using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.5.2.3 Fragment Spread Is Possible: some object may be of both types.</summary>
internal sealed class FragmentSpreadIsPossible : ValidationRule
{
    public override void InlineFragment(ValidationContext context, InlineFragmentNode node, CompositeType? parent)
    {
        if (node.TypeCondition is { } condition && Missed(context, condition, parent))
        {
            context.Report(
                $"Fragment cannot be spread here as objects of type \"{parent!.Name}\" can never be of type \"{condition.Name}\".", node.Location);
        }
    }

    public override void FragmentSpread(ValidationContext context, FragmentSpreadNode node, CompositeType? parent)
    {
        if (context.Fragments.GetValueOrDefault(node.Name)?.Definition is FragmentDefinitionNode { TypeCondition: var condition } && Missed(context, condition, parent))
        {
            context.Report(
                $"Fragment \"{node.Name}\" cannot be spread here as objects of type \"{parent!.Name}\" can never be of type \"{condition.Name}\".", node.Location);
        }
    }

    private static bool Missed(ValidationContext context, NamedTypeNode condition, CompositeType? parent) =>
        parent is not null && context.Schema.GetType(condition.Name) is CompositeType type && !context.Schema.Overlap(type, parent);
}
