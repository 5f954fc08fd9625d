using System.Collections.Concurrent;

namespace Marketplace.Database;

/// <summary>
/// Which statements a connection keeps prepared: those that are asked often, a bounded number of them. A statement is prepared by itself and then run, so that one
/// which fails leaves nothing behind; Npgsql's own preparation does both at once, and forgets that a failed statement was prepared.
/// </summary>
internal static class KeptPlans
{
    private const int Often = 3;
    private const int Kept = int.MaxValue;
    private const int MostKept = 250;
    private const int MostKnown = 5_000;

    private static readonly ConcurrentDictionary<string, int> Uses = new(StringComparer.Ordinal);
    private static int s_kept;

    /// <summary>True when the statement is to be prepared before it runs on this connection, which costs nothing where it already is.</summary>
    public static bool IsWorthKeeping(string sql)
    {
        if (Uses.TryGetValue(sql, out var uses) && uses == Kept)
        {
            return true;
        }

        if (s_kept >= MostKept || (uses == 0 && Uses.Count >= MostKnown))
        {
            return false;
        }

        if (uses + 1 < Often)
        {
            // Two requests that count at once may count as one: it is kept one use later.
            Uses[sql] = uses + 1;
            return false;
        }

        if (Uses.TryUpdate(sql, Kept, uses))
        {
            Interlocked.Increment(ref s_kept);
        }

        return true;
    }
}
