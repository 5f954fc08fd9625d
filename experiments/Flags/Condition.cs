using System.Collections.Frozen;

namespace Experiments.Flags;

/// <summary>One filter of a definition's conditions, as this engine and the library both evaluate it.</summary>
internal abstract record Condition
{
    internal abstract bool Holds(ReadOnlySpan<char> unit, UnitContext? context, TimeProvider clock);
}

/// <summary>Microsoft.Targeting, of named users and whole groups.</summary>
internal sealed record TargetingCondition(FrozenSet<string> Users, FrozenSet<string> Groups) : Condition
{
    internal const string Name = "Microsoft.Targeting";

    internal override bool Holds(ReadOnlySpan<char> unit, UnitContext? context, TimeProvider clock)
    {
        if (Users.GetAlternateLookup<ReadOnlySpan<char>>().Contains(unit))
            return true;
        if (context is null)
            return false;
        foreach (var group in context.GroupNames)
        {
            if (Groups.Contains(group))
                return true;
        }

        return false;
    }
}

/// <summary>Microsoft.TimeWindow without recurrence.</summary>
internal sealed record TimeWindowCondition(DateTimeOffset? From, DateTimeOffset? Until) : Condition
{
    internal const string Name = "Microsoft.TimeWindow";

    internal override bool Holds(ReadOnlySpan<char> unit, UnitContext? context, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return (From is null || now >= From) && (Until is null || now < Until);
    }
}

/// <summary>Our own filter: every attribute named has one of the values given.</summary>
internal sealed record AttributesCondition(FrozenDictionary<string, FrozenSet<string>> Values) : Condition
{
    internal const string Name = "Experiments.Attributes";

    internal override bool Holds(ReadOnlySpan<char> unit, UnitContext? context, TimeProvider clock)
    {
        if (context is null)
            return false;
        foreach (var (name, values) in Values)
        {
            if (!context.Attributes.TryGetValue(name, out var value) || !values.Contains(value))
                return false;
        }

        return true;
    }
}
