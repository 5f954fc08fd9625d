using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Payments;

public enum Settlement { Settled, Repeated, Contradicted, NotFound }

/// <summary>A gateway's late answer about a charge completes or declines the purchase that waits for it, once.</summary>
public sealed class PurchaseSettlement(NpgsqlDataSource source, PolicyBook policies, TimeProvider clock)
{
    public Task<Settlement> SettleAsync(string chargeReference, bool settled, CancellationToken cancellation) =>
        TransientRetry.RunAsync(c => CallAsync(chargeReference, settled, c), cancellation);

    private async Task<Settlement> CallAsync(string chargeReference, bool settled, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var command = source.CreateCommand("select marketplace.settle_purchase($1, $2, $3, $4)");
        command.Add(chargeReference).Add(settled).Add(now).Add(now.AddYears(policies.At(now).Connects.LifetimeYears));
        return EnumText.Parse<Settlement>((string)(await command.ExecuteScalarAsync(cancellation))!);
    }
}
