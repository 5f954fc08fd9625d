using GraphQL.TypeSystem;

namespace GraphQL.Validation;

/// <summary>Types that have a field which an abstract type lacks.</summary>
internal static class TypeSuggestions
{
    /// <summary>Their names: what more of the possible types share comes first, then what others are subtypes of.</summary>
    public static IReadOnlyList<string> With(Schema schema, CompositeType parent, string field)
    {
        if (parent is ObjectType)
            return [];

        var found = new List<ComplexType>();
        var counts = new Dictionary<ComplexType, int>();
        foreach (var type in schema.GetPossibleTypes(parent).Where(type => type.GetField(field) is not null))
        {
            foreach (var one in type.Interfaces.Where(one => one.GetField(field) is not null).Prepend<ComplexType>(type))
            {
                if (!counts.TryAdd(one, 1))
                    counts[one]++;
                else
                    found.Add(one);
            }
        }

        return [.. Sorted(found, Compare).Select(type => type.Name)];

        int Compare(ComplexType left, ComplexType right)
        {
            if (counts[left] != counts[right])
                return counts[right] - counts[left];
            if (right.Interfaces.Contains(left))
                return -1;
            return left.Interfaces.Contains(right) ? 1 : NaturalOrder.Instance.Compare(left.Name, right.Name);
        }
    }

    // The comparison is not transitive, so the reference implementation's way of sorting is part of its order: what comes in order stays, the rest is inserted by halving.
    private static List<ComplexType> Sorted(List<ComplexType> types, Comparison<ComplexType> compare)
    {
        if (types.Count < 2)
            return types;

        var falls = compare(types[1], types[0]) < 0;
        var run = 2;
        while (run < types.Count && compare(types[run], types[run - 1]) < 0 == falls)
            run++;
        if (falls)
            types.Reverse(0, run);
        for (var next = run; next < types.Count; next++)
        {
            var type = types[next];
            var (low, high) = (0, next);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (compare(type, types[middle]) < 0)
                    high = middle;
                else
                    low = middle + 1;
            }

            types.RemoveAt(next);
            types.Insert(low, type);
        }

        return types;
    }
}
