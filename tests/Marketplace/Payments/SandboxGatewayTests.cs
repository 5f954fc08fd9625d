using Marketplace.Payments;
using Npgsql;
using Testing;

namespace Marketplace.Tests.Payments;

/// <summary>The gateway that answers where no real one is configured.</summary>
public sealed class SandboxGatewayTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Theory]
    [InlineData(2_999, ChargeOutcome.Settled)]
    [InlineData(1_000, ChargeOutcome.Pending)]
    public async Task A_charge_that_another_request_makes_at_the_same_time_is_answered_as_that_one(long charged, ChargeOutcome expected)
    {
        await using var other = new NpgsqlConnection(marketplace.OwnerConnectionString);
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand($"insert into marketplace.sandbox_charge (reference, amount_cents, outcome, charged_at) values ('feature/1', {charged}, 'SETTLED', now())", other);
        await insert.ExecuteNonQueryAsync();

        var answer = marketplace.With<IPaymentGateway, ChargeAnswer>(g => g.ChargeAsync(new Charge("feature/1", new Money(2_999), PaymentMethod.Card, null, AtOnce: true), CancellationToken.None));
        await UntilItWaitsAsync();
        await transaction.CommitAsync();

        (await answer).Outcome.ShouldBe(expected);
    }

    private async Task UntilItWaitsAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await marketplace.AsOwnerAsync<long>("select count(*) from pg_locks join pg_stat_activity using (pid) where not granted and locktype = 'transactionid' and datname = current_database()") == 0)
            await Task.Delay(10, limit.Token);
    }
}
