using System.Security.Cryptography;
using Npgsql;

namespace Marketplace.Database;

/// <summary>Tries a function of the books again when PostgreSQL ended it for another's sake: bounded, with jitter. Every such function is one transaction, so nothing is left of an attempt.</summary>
internal static class TransientRetry
{
    private const int Attempts = 5;

    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellation)
    {
        for (var made = 1; ; made++)
        {
            try
            {
                return await attempt(cancellation);
            }
            catch (PostgresException ended) when (made < Attempts && ended.SqlState is (PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure))
            {
                await Task.Delay(RandomNumberGenerator.GetInt32(5, 20 << made), cancellation);
            }
        }
    }
}
