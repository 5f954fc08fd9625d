using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Validation.Rules;

/// <summary>
/// 5.3.2 Field Selection Merging: fields of one response name can be answered by one value.
/// Fields are grouped by response name and each compared with the first of its group, which is enough since "the same" is transitive;
/// then the selections of a group are merged and checked in the same way.
/// </summary>
internal sealed class FieldSelectionMerging : ValidationRule
{
    // Which fields meet depends on the path to them, and paths through fragments multiply: the work is bounded, not the document alone.
    internal const int MaximumWork = 200_000;

    private readonly HashSet<MergedFields> done = [];
    private readonly HashSet<(FieldNode, FieldNode)> reported = new(PairComparer.Instance);
    private readonly HashSet<DefinitionUses> visited = [];
    private ValidationContext context = null!;
    private int work;

    public override void CheckUse(ValidationContext context)
    {
        this.context = context;
        foreach (var (operation, uses) in context.Operations)
        {
            visited.UnionWith(uses.Reachable(context));
            CheckRoot(operation, context.Schema.GetRoot(operation.Kind));
        }

        foreach (var uses in context.Definitions)
        {
            if (visited.Add(uses) && uses.Definition is FragmentDefinitionNode fragment)
                CheckRoot(fragment, context.Schema.GetType(fragment.TypeCondition.Name) as CompositeType);
        }
    }

    /// <summary>How many selections were looked at and values compared.</summary>
    public int Work => work;

    private bool IsOver => work > MaximumWork || context.IsFull;

    private void CheckRoot(ExecutableDefinitionNode node, CompositeType? root)
    {
        if (IsOver)
            return;
        var fields = new MergedFields(context);
        fields.Collect(node.SelectionSet, root, null);
        Check(fields, isShapeOnly: false);
        if (work > MaximumWork)
            context.Report("The selections overlap in too many ways to be checked. Use fewer fragments, or fewer fields with the same response name.", node.Location);
    }

    private void Check(MergedFields fields, bool isShapeOnly)
    {
        work += fields.Looked + 1;
        if (IsOver || (fields.HasFragments && !done.Add(fields.For(isShapeOnly))))
            return;

        foreach (var group in fields.Groups)
        {
            if (IsOver)
                return;
            if (isShapeOnly || AllMeet(group))
            {
                Descend(SameShape(isShapeOnly ? group : SameField(group)), isShapeOnly);
                continue;
            }

            // Objects of different types never meet in one response, so their fields need the same shape alone.
            foreach (var meeting in Meetings(group))
                Descend(SameField(meeting), isShapeOnly: false);
            Descend(SameShape(group), isShapeOnly: true);
        }
    }

    private void Descend(List<SelectedField> group, bool isShapeOnly)
    {
        MergedFields? merged = null;
        foreach (var field in group)
        {
            if (field.Node.SelectionSet is not { } selections)
                continue;
            merged ??= new MergedFields(context);
            merged.Collect(selections, field.Definition?.Type.NamedType as CompositeType, field);
        }

        if (merged is not null)
            Check(merged, isShapeOnly);
    }

    private static bool AllMeet(List<SelectedField> group)
    {
        ObjectType? only = null;
        foreach (var field in group)
        {
            if (field.Parent is ObjectType type && type != (only ??= type))
                return false;
        }

        return true;
    }

    // Fields of one object type meet each other and those of all abstract types.
    private IEnumerable<List<SelectedField>> Meetings(List<SelectedField> group)
    {
        foreach (var type in group.Select(field => field.Parent).OfType<ObjectType>().Distinct())
        {
            work += group.Count;
            if (IsOver)
                yield break;
            yield return group.FindAll(field => field.Parent == type || field.Parent is not ObjectType);
        }
    }

    // What conflicts with the first of its group was reported, and is not compared further down.
    private List<SelectedField> SameField(List<SelectedField> group)
    {
        var first = group[0];
        List<SelectedField>? same = null;
        for (var index = 1; index < group.Count && !IsOver; index++)
        {
            var other = group[index];
            work++;
            if (first.Node.Name == other.Node.Name && HaveSameArguments(first.Node, other.Node))
            {
                same?.Add(other);
                continue;
            }

            Report(first, other, first.Node.Name == other.Node.Name
                ? "they have differing arguments"
                : $"\"{first.Node.Name}\" and \"{other.Node.Name}\" are different fields");
            same ??= group[..index];
        }

        return same ?? group;
    }

    private List<SelectedField> SameShape(List<SelectedField> group)
    {
        var first = group.Find(static field => field.Definition is not null);
        List<SelectedField>? same = null;
        for (var index = 0; index < group.Count; index++)
        {
            var other = group[index];
            if (first?.Definition?.Type is { } left && other.Definition?.Type is { } right && left != right && !HaveSameShape(left, right))
            {
                Report(first, other, $"they return conflicting types \"{left}\" and \"{right}\"");
                same ??= group[..index];
            }
            else
            {
                same?.Add(other);
            }
        }

        return same ?? group;
    }

    private static bool HaveSameShape(GraphQLType first, GraphQLType second) => (first, second) switch
    {
        (NonNullType left, NonNullType right) => HaveSameShape(left.OfType, right.OfType),
        (ListType left, ListType right) => HaveSameShape(left.OfType, right.OfType),
        (CompositeType, CompositeType) => true,
        _ => first == second,
    };

    private bool HaveSameArguments(FieldNode first, FieldNode second)
    {
        if (first.Arguments.Length != second.Arguments.Length)
            return false;
        foreach (var argument in first.Arguments)
        {
            work += second.Arguments.Length;
            var other = second.Arguments.FirstOrDefault(candidate => candidate.Name == argument.Name);
            if (other is null || !ValueComparison.AreSame(argument.Value, other.Value, ref work))
                return false;
        }

        return true;
    }

    // The message begins where the two ways to the fields part.
    private void Report(SelectedField first, SelectedField second, string reason)
    {
        if (!reported.Add((first.Node, second.Node)))
            return;

        List<SourceLocation> left = [first.Node.Location];
        List<SourceLocation> right = [second.Node.Location];
        var name = first.Node.ResponseName;
        while (first.Origin is { } firstOrigin && second.Origin is { } secondOrigin && !ReferenceEquals(firstOrigin.Node, secondOrigin.Node))
        {
            reason = $"subfields \"{name}\" conflict because {reason}";
            (first, second) = (firstOrigin, secondOrigin);
            name = first.Node.ResponseName;
            left.Insert(0, first.Node.Location);
            right.Insert(0, second.Node.Location);
        }

        context.Report(
            $"Fields \"{name}\" conflict because {reason}. Use different aliases on the fields to fetch both if this was intentional.", [.. left, .. right]);
    }

    private sealed class PairComparer : IEqualityComparer<(FieldNode First, FieldNode Second)>
    {
        public static PairComparer Instance { get; } = new();

        public bool Equals((FieldNode First, FieldNode Second) x, (FieldNode First, FieldNode Second) y) =>
            ReferenceEquals(x.First, y.First) && ReferenceEquals(x.Second, y.Second);

        public int GetHashCode((FieldNode First, FieldNode Second) pair) =>
            HashCode.Combine(
                System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.First),
                System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Second));
    }
}
