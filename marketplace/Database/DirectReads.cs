using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Database;

/// <summary>
/// Reads by SQL where EF Core's own work would cost more than the statement: on the context's connection, and so in the operation's snapshot where it has one.
/// </summary>
internal static class DirectReads
{
    /// <param name="database">The context whose connection is used.</param>
    /// <param name="command">With positional parameters; disposed here.</param>
    /// <param name="read">Makes a row's object.</param>
    /// <param name="isPlannedOnce">Whether one plan is good for all values of the parameters.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<List<T>> ReadAsync<T>(
        this MarketplaceDbContext database, NpgsqlCommand command, Func<NpgsqlDataReader, T> read, bool isPlannedOnce, CancellationToken cancellation)
    {
        await using (command)
        {
            await database.Database.OpenConnectionAsync(cancellation);
            try
            {
                command.Connection = (NpgsqlConnection)database.Database.GetDbConnection();
                if (isPlannedOnce && KeptPlans.IsWorthKeeping(command.CommandText))
                {
                    await command.PrepareAsync(cancellation);
                }

                List<T> rows = [];
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                while (await reader.ReadAsync(cancellation))
                {
                    rows.Add(read(reader));
                }

                return rows;
            }
            finally
            {
                await database.Database.CloseConnectionAsync();
            }
        }
    }
}
