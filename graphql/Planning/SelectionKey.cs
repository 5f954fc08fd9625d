using System.Runtime.CompilerServices;
using GraphQL.Language;
using GraphQL.TypeSystem;

namespace GraphQL.Planning;

/// <summary>What a plan of selections depends on. The depth is part of it: only objects of one level are resolved together.</summary>
internal readonly record struct SelectionKey(CompositeType Type, SelectionSetNode[] Sets, int Depth)
{
    public bool Equals(SelectionKey other)
    {
        if (Type != other.Type || Depth != other.Depth || Sets.Length != other.Sets.Length)
            return false;
        for (var index = 0; index < Sets.Length; index++)
        {
            if (!ReferenceEquals(Sets[index], other.Sets[index]))
                return false;
        }

        return true;
    }

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(RuntimeHelpers.GetHashCode(Type));
        hash.Add(Depth);
        foreach (var set in Sets)
            hash.Add(RuntimeHelpers.GetHashCode(set));
        return hash.ToHashCode();
    }
}
