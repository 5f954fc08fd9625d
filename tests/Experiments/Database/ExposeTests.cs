using Experiments.Tests.Support;
using Npgsql;

namespace Experiments.Tests.Database;

public sealed class ExposeTests
{
    private const string All = "select string_agg(unit || ' ' || variant || ' ' || to_char(at at time zone 'UTC', 'HH24:MI') || ' ' || crossed, ', ' order by unit) from experiments.exposure";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Expose(string unit, string variant = "doubled", string at = "12:00", string experiment = Samples.DoubleRateCard)
        => $"select experiments.expose('{experiment}', '{unit}', '{variant}', '2026-03-01 {at}Z')";

    [Fact]
    public async Task Only_the_first_exposure_of_a_unit_counts()
    {
        await using var node = await Node.StartSeededAsync();
        await node.ExecuteAsync(Expose("legal", at: "12:00"));
        await node.ExecuteAsync(Expose("legal", at: "13:00"));
        await node.ExecuteAsync(Expose("writing", "standard", at: "14:00"));

        (await node.QueryAsync<string>(All)).ShouldBe("legal doubled 12:00 false, writing standard 14:00 false");
    }

    [Fact]
    public async Task A_unit_seen_in_another_arm_is_marked()
    {
        await using var node = await Node.StartSeededAsync();
        await node.ExecuteAsync(Expose("legal"));
        await node.ExecuteAsync(Expose("legal", "standard", at: "13:00"));

        (await node.QueryAsync<string>(All)).ShouldBe("legal doubled 12:00 true");
    }

    [Fact]
    public async Task It_commits_or_not_with_what_it_belongs_to()
    {
        await using var node = await Node.StartSeededAsync();
        await using var connection = await node.Application.OpenConnectionAsync(Cancellation);
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await using var expose = new NpgsqlCommand(Expose("legal"), connection, transaction);
            await expose.ExecuteNonQueryAsync(Cancellation);
            await transaction.RollbackAsync(Cancellation);
        }

        (await node.QueryAsync<long>("select count(*) from experiments.exposure")).ShouldBe(0);
    }

    [Fact]
    public async Task Charges_that_meet_in_a_unit_already_seen_do_not_wait_for_each_other()
    {
        await using var node = await Node.StartSeededAsync();
        await node.ExecuteAsync(Expose("legal"));
        await using var connection = await node.Application.OpenConnectionAsync(Cancellation);
        await using var open = await connection.BeginTransactionAsync(Cancellation);
        await using var expose = new NpgsqlCommand(Expose("legal"), connection, open);
        await expose.ExecuteNonQueryAsync(Cancellation);

        await node.ExecuteAsync("set statement_timeout = '30s'; " + Expose("legal", at: "15:00"));
    }

    [Theory]
    [InlineData("no-such-experiment", "doubled")]
    [InlineData(Samples.DoubleRateCard, "tripled")]
    public async Task An_arm_that_does_not_exist_is_an_error(string experiment, string variant)
    {
        await using var node = await Node.StartSeededAsync();
        (await Should.ThrowAsync<PostgresException>(() => node.ExecuteAsync(Expose("legal", variant, experiment: experiment))))
            .SqlState.ShouldBe(PostgresErrorCodes.ForeignKeyViolation);
    }
}
