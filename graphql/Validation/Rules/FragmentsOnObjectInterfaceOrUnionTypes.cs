using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.5.1.3 Fragments on Object, Interface or Union Types.</summary>
internal sealed class FragmentsOnObjectInterfaceOrUnionTypes : ValidationRule
{
    public override void Definition(ValidationContext context, DefinitionNode node)
    {
        if (node is FragmentDefinitionNode fragment && IsOther(context, fragment.TypeCondition))
        {
            context.Report(
                $"Fragment \"{fragment.Name}\" cannot condition on non composite type \"{fragment.TypeCondition.Name}\".", fragment.TypeCondition.Location);
        }
    }

    public override void InlineFragment(ValidationContext context, InlineFragmentNode node, CompositeType? parent)
    {
        if (node.TypeCondition is { } condition && IsOther(context, condition))
            context.Report($"Fragment cannot condition on non composite type \"{condition.Name}\".", condition.Location);
    }

    private static bool IsOther(ValidationContext context, NamedTypeNode condition) =>
        context.Schema.GetType(condition.Name) is not (null or CompositeType);
}
