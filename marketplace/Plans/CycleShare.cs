namespace Marketplace.Plans;

/// <summary>PLN-09: what is left of a cycle. Days passed are whole days since it began, in UTC.</summary>
public readonly record struct CycleShare(int DaysLeft, int Days)
{
    public static CycleShare Of(DateTimeOffset cycleStart, DateTimeOffset cycleEnd, DateTimeOffset now)
    {
        var days = (int)(cycleEnd - cycleStart).TotalDays;
        return new CycleShare(days - (int)Math.Floor((now - cycleStart).TotalDays), days);
    }

    /// <summary>A part of a Connect is a whole one.</summary>
    public int Of(int connects) => (int)((((long)connects * DaysLeft) + Days - 1) / Days);

    /// <summary>Half a cent is a cent.</summary>
    public Money Of(Money price) => new(((2 * price.Cents * DaysLeft) + Days) / (2 * Days));
}
