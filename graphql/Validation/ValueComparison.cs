using GraphQL.Language;

namespace GraphQL.Validation;

/// <summary>Whether two pieces of a document say the same, wherever they stand.</summary>
internal static class ValueComparison
{
    /// <summary>True when both values are the same; the order of an object's fields does not matter.</summary>
    public static bool AreSame(ValueNode first, ValueNode second)
    {
        var work = 0;
        return AreSame(first, second, ref work);
    }

    /// <summary>The same, counting the comparisons it takes.</summary>
    public static bool AreSame(ValueNode first, ValueNode second, ref int work)
    {
        work++;
        return (first, second) switch
        {
            (VariableNode left, VariableNode right) => left.Name == right.Name,
            (IntValueNode left, IntValueNode right) => left.Value == right.Value,
            (FloatValueNode left, FloatValueNode right) => left.Value == right.Value,
            (StringValueNode left, StringValueNode right) => left.Value == right.Value,
            (BooleanValueNode left, BooleanValueNode right) => left.Value == right.Value,
            (EnumValueNode left, EnumValueNode right) => left.Value == right.Value,
            (NullValueNode, NullValueNode) => true,
            (ListValueNode left, ListValueNode right) => AreSameLists(left, right, ref work),
            (ObjectValueNode left, ObjectValueNode right) => AreSameObjects(left, right, ref work),
            _ => false,
        };
    }

    private static bool AreSameLists(ListValueNode first, ListValueNode second, ref int work)
    {
        if (first.Values.Length != second.Values.Length)
            return false;
        for (var index = 0; index < first.Values.Length; index++)
        {
            if (!AreSame(first.Values[index], second.Values[index], ref work))
                return false;
        }

        return true;
    }

    private static bool AreSameObjects(ObjectValueNode first, ObjectValueNode second, ref int work)
    {
        if (first.Fields.Length != second.Fields.Length)
            return false;
        for (var index = 0; index < first.Fields.Length; index++)
        {
            var left = first.Fields[index];
            var right = second.Fields[index];
            if (right.Name != left.Name)
            {
                work += second.Fields.Length;
                right = second.Fields.FirstOrDefault(field => field.Name == left.Name);
            }

            if (right is null || !AreSame(left.Value, right.Value, ref work))
                return false;
        }

        return true;
    }
}
