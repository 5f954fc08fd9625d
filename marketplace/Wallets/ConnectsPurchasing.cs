using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Payments;
using Marketplace.Policies;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Wallets;

public sealed record BundleOrder(AccountId Wallet, int BundleSize, PaymentMethod Method, string? Token, string IdempotencyKey);

/// <summary>A purchase with the wallet it filled; no lot while the payment is pending.</summary>
public sealed record BoughtConnects(Purchase Purchase, Lot? Lot);

/// <summary>Buys a bundle: the gateway first, by a reference it charges once, then one function that writes the books.</summary>
public sealed class ConnectsPurchasing(
    NpgsqlDataSource source, MarketplaceDbContext database, AccountReader accounts, WalletReader wallets, PolicyBook policies, IPaymentGateway gateway, TimeProvider clock)
{
    public async Task<Outcome<BoughtConnects>> BuyAsync(BundleOrder order, Caller caller, CancellationToken cancellation)
    {
        if (InputHash.CheckKey(order.IdempotencyKey) is { } invalid)
        {
            return new BundleNotAvailable(invalid.Reason);
        }

        if (await accounts.ByIdAsync(order.Wallet, cancellation) is not Talent owner)
        {
            return new NotFound("wallet");
        }

        if (!(await accounts.AccountsOfAsync(caller, cancellation)).Contains(owner.Id))
        {
            return new Forbidden("This wallet is somebody else's.");
        }

        var hash = InputHash.Of(order);
        if (await KnownAsync(order, cancellation) is { } known)
        {
            return known.Hash.AsSpan().SequenceEqual(hash) ? await BoughtAsync(owner.Id, known.Purchase, cancellation) : new IdempotencyConflict();
        }

        if (owner.Status != AccountStatus.Active)
        {
            return new AccountNotActive(owner.Status);
        }

        var now = clock.GetUtcNow();
        var policy = policies.At(now);
        var balance = (await wallets.ByOwnersAsync([owner.Id], cancellation))[owner.Id].Balance;
        var bundles = Bundle.For(owner, await accounts.PlanOfAsync(owner.AccountId, cancellation), balance, policy, now);
        if (bundles.FirstOrDefault(b => b.Size == order.BundleSize) is not { } bundle)
        {
            return new BundleNotAvailable($"Connects are sold in bundles of {string.Join(", ", bundles.Select(b => b.Size))}; there is none of {order.BundleSize}.");
        }

        if (bundle.UnavailableReason is { } reason)
        {
            return new BundleNotAvailable(reason);
        }

        var reference = $"connects/{owner.Id}/{order.IdempotencyKey}";
        var outcome = order.Method == PaymentMethod.Earnings
            ? ChargeOutcome.Settled
            : await gateway.ChargeAsync(new Charge(reference, bundle.Price, order.Method, order.Token), cancellation);
        if (outcome == ChargeOutcome.Declined)
        {
            return new PaymentDeclined($"The payment of {bundle.Price} was declined. Nothing was charged and no Connects were added.");
        }

        // From here on the money is taken: what follows must not be cut short by a client that leaves.
        return await RecordAsync(order, owner, bundle, reference, outcome, hash, now, CancellationToken.None);
    }

    private async Task<Outcome<BoughtConnects>> RecordAsync(
        BundleOrder order, Talent owner, Bundle bundle, string reference, ChargeOutcome outcome, byte[] hash, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select outcome, purchase_number, available from marketplace.record_purchase($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
        command.Add(owner.Id).Add(bundle.Size).Add(bundle.Price.Cents).Add(order.Method.ToText()).Add(reference)
            .Add(outcome == ChargeOutcome.Settled ? PurchaseState.Completed.ToText() : PurchaseState.Pending.ToText())
            .Add(order.IdempotencyKey).Add(hash).Add(now).Add(bundle.WouldExpireAt);
        string result;
        long purchase, available;
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            await reader.ReadAsync(cancellation);
            result = reader.GetString(0);
            purchase = reader.IsDBNull(1) ? 0 : reader.GetInt64(1);
            available = reader.IsDBNull(2) ? 0 : reader.GetInt64(2);
        }

        return result switch
        {
            "RECORDED" or "REPEATED" => await BoughtAsync(owner.Id, purchase, cancellation),
            "IDEMPOTENCY_CONFLICT" => new IdempotencyConflict(),
            "INSUFFICIENT_FUNDS" => new InsufficientFunds(bundle.Price, new Money(available)),
            _ => throw new InvalidOperationException($"record_purchase answered '{result}'."),
        };
    }

    private async Task<(byte[] Hash, long Purchase)?> KnownAsync(BundleOrder order, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "select input_hash, result from marketplace.idempotency where account_id = $1 and operation = 'buyConnects' and key = $2");
        command.Add(order.Wallet.Value).Add(order.IdempotencyKey);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? (reader.GetFieldValue<byte[]>(0), reader.GetInt64(1)) : null;
    }

    private async Task<BoughtConnects> BoughtAsync(long account, long number, CancellationToken cancellation)
    {
        var purchase = await database.Purchases.FirstAsync(p => p.AccountId == account && p.Number == number, cancellation);
        var lot = await database.Lots.FirstOrDefaultAsync(l => l.AccountId == account && l.Number == purchase.LotNumber, cancellation);
        return new BoughtConnects(purchase, lot);
    }
}
