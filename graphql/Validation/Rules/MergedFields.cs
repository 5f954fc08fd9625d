using System.Runtime.CompilerServices;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>A field where it was selected.</summary>
/// <param name="Node">The field.</param>
/// <param name="Parent">The type it was selected on; null when unknown.</param>
/// <param name="Definition">What the schema says of it; null when unknown.</param>
/// <param name="Origin">The field in whose selections it stands; null at the root.</param>
internal sealed record SelectedField(FieldNode Node, CompositeType? Parent, FieldDefinition? Definition, SelectedField? Origin);

/// <summary>The fields of one or several selection sets by response name, fragments followed. Equal to another of the same fields.</summary>
internal sealed class MergedFields(ValidationContext context) : IEquatable<MergedFields>
{
    private readonly List<SelectedField> all = [];
    private readonly List<List<SelectedField>> groups = [];
    private HashSet<string>? visited;
    private Dictionary<string, List<SelectedField>>? byName;
    private bool isShapeOnly;

    public IReadOnlyList<List<SelectedField>> Groups => groups;

    /// <summary>How many selections were looked at.</summary>
    public int Looked { get; private set; }

    /// <summary>True when fields came from fragments with names: only those are met more than once.</summary>
    public bool HasFragments => visited is not null;

    /// <summary>This set as the key of one of the two checks.</summary>
    public MergedFields For(bool isShapeOnly)
    {
        this.isShapeOnly = isShapeOnly;
        return this;
    }

    public void Collect(SelectionSetNode set, CompositeType? parent, SelectedField? origin)
    {
        foreach (var selection in set.Selections)
        {
            Looked++;
            switch (selection)
            {
                case FieldNode field:
                    Add(new SelectedField(field, parent, parent is null ? null : context.Schema.GetField(parent, field.Name), origin));
                    break;
                case InlineFragmentNode fragment:
                    Collect(fragment.SelectionSet, TypeOf(fragment.TypeCondition, parent), origin);
                    break;
                case FragmentSpreadNode spread when (visited ??= new(StringComparer.Ordinal)).Add(spread.Name)
                    && context.Fragments.GetValueOrDefault(spread.Name)?.Definition is FragmentDefinitionNode fragment:
                    Collect(fragment.SelectionSet, TypeOf(fragment.TypeCondition, parent), origin);
                    break;
            }
        }
    }

    public bool Equals(MergedFields? other)
    {
        if (other is null || all.Count != other.all.Count || isShapeOnly != other.isShapeOnly)
            return false;
        for (var index = 0; index < all.Count; index++)
        {
            if (!ReferenceEquals(all[index].Node, other.all[index].Node) || all[index].Parent != other.all[index].Parent)
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as MergedFields);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var field in all)
            hash.Add(RuntimeHelpers.GetHashCode(field.Node));
        return hash.ToHashCode();
    }

    private CompositeType? TypeOf(NamedTypeNode? condition, CompositeType? parent) =>
        condition is null ? parent : context.Schema.GetType(condition.Name) as CompositeType;

    private void Add(SelectedField field)
    {
        all.Add(field);
        var name = field.Node.ResponseName;
        if (byName is null && groups.Count >= 8)
        {
            byName = new(StringComparer.Ordinal);
            foreach (var known in groups)
                byName.Add(known[0].Node.ResponseName, known);
        }

        var group = byName is null ? groups.Find(known => known[0].Node.ResponseName == name) : byName.GetValueOrDefault(name);
        if (group is null)
        {
            group = new(1);
            groups.Add(group);
            byName?.Add(name, group);
        }

        group.Add(field);
    }
}
