using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>5.3.3 Leaf Field Selections: scalars and enums have no selections, everything else has.</summary>
internal sealed class LeafFieldSelections : ValidationRule
{
    public override void Field(ValidationContext context, FieldNode node, CompositeType? parent, FieldDefinition? definition)
    {
        if (definition is null)
            return;

        var isLeaf = definition.Type.NamedType.IsLeaf;
        if (isLeaf && node.SelectionSet is not null)
        {
            context.Report(
                $"Field \"{node.Name}\" must not have a selection since type \"{definition.Type}\" has no subfields.", node.SelectionSet.Location);
        }
        else if (!isLeaf && node.SelectionSet is null)
        {
            context.Report(
                $"Field \"{node.Name}\" of type \"{definition.Type}\" must have a selection of subfields. Did you mean \"{node.Name} {{ ... }}\"?", node.Location);
        }
    }
}
