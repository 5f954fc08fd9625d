using System.Buffers;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Marketplace.Database;

/// <summary>Keeps EF Core's queries prepared, but for those whose best plan depends on what they are asked for.</summary>
internal sealed class PreparedReads : DbCommandInterceptor
{
    // A plan made for any value of a range or a text can be a thousand times worse than one made for this value; so can one that must choose between
    // walking an order until there are enough and sorting the few there are.
    private static readonly SearchValues<string> PlannedByValue = SearchValues.Create(["@@", "LIKE ", " > @", " >= @", " < @", " <= @", "LIMIT @"], StringComparison.Ordinal);

    public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (IsPlannedOnce(command.CommandText) && KeptPlans.IsWorthKeeping(command.CommandText))
        {
            await command.PrepareAsync(cancellationToken);
        }

        return result;
    }

    internal static bool IsPlannedOnce(string sql) => sql.StartsWith("SELECT", StringComparison.Ordinal) && !sql.AsSpan().ContainsAny(PlannedByValue);
}
