using Marketplace.Database;
using Npgsql;

namespace Marketplace.Tests.Database;

public sealed class TransientRetryTests
{
    [Theory]
    [InlineData(PostgresErrorCodes.DeadlockDetected)]
    [InlineData(PostgresErrorCodes.SerializationFailure)]
    public async Task What_PostgreSQL_ended_for_anothers_sake_is_tried_again(string state)
    {
        var attempts = 0;

        var result = await TransientRetry.RunAsync(_ => ++attempts < 3 ? throw Ended(state) : Task.FromResult(attempts), CancellationToken.None);

        result.ShouldBe(3);
    }

    [Fact]
    public async Task Five_attempts_are_enough()
    {
        var attempts = 0;

        await Should.ThrowAsync<PostgresException>(() => TransientRetry.RunAsync<int>(_ => { attempts++; throw Ended(PostgresErrorCodes.DeadlockDetected); }, CancellationToken.None));

        attempts.ShouldBe(5);
    }

    [Fact]
    public async Task Any_other_failure_is_nobodys_to_try_again()
    {
        var attempts = 0;

        await Should.ThrowAsync<PostgresException>(() => TransientRetry.RunAsync<int>(_ => { attempts++; throw Ended(PostgresErrorCodes.UniqueViolation); }, CancellationToken.None));

        attempts.ShouldBe(1);
    }

    private static PostgresException Ended(string state) => new("ended", "ERROR", "ERROR", state);
}
