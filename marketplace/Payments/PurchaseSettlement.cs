using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Payments;

public enum Settlement { Settled, Repeated, Contradicted, NotFound }

/// <summary>A gateway's late answer about a charge completes or declines the purchase that waits for it, once.</summary>
public sealed class PurchaseSettlement(NpgsqlDataSource source, PolicyBook policies, ChangeFeed changes, TimeProvider clock)
{
    public Task<Settlement> SettleAsync(string chargeReference, bool settled, CancellationToken cancellation) =>
        TransientRetry.RunAsync(c => CallAsync(chargeReference, settled, c), cancellation);

    private async Task<Settlement> CallAsync(string chargeReference, bool settled, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var command = source.CreateCommand(
            "select marketplace.settle_purchase($1, $2, $3, $4), (select account_id from marketplace.purchase where charge_reference = $1)");
        command.Add(chargeReference).Add(settled).Add(now).Add(now.AddYears(policies.At(now).Connects.LifetimeYears));
        Settlement settlement;
        long? account;
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            await reader.ReadAsync(cancellation);
            settlement = EnumText.Parse<Settlement>(reader.GetString(0));
            account = reader.IsDBNull(1) ? null : reader.GetInt64(1);
        }

        if (settlement == Settlement.Settled && account is { } owner)
        {
            changes.WalletChanged(new AccountId(owner));
        }

        return settlement;
    }
}
