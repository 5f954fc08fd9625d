using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Payments;
using Marketplace.Policies;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Wallets;

public sealed record BundleOrder(AccountId Wallet, int BundleSize, PaymentMethod Method, string? Token, string IdempotencyKey);

/// <summary>A purchase with the wallet it filled; no lot while the payment is pending.</summary>
public sealed record BoughtConnects(Purchase Purchase, Lot? Lot);

/// <summary>Buys a bundle: the purchase is written down, the gateway is asked by the purchase's own reference, its answer is written down.</summary>
public sealed class ConnectsPurchasing(
    NpgsqlDataSource source, MarketplaceDbContext database, AccountReader accounts, WalletReader wallets, PolicyBook policies, IdempotencyKeys keys,
    IPaymentGateway gateway, InstrumentMarks instruments, PurchaseSettlement settlement, ChangeFeed changes, TimeProvider clock)
{
    public async Task<Outcome<BoughtConnects>> BuyAsync(BundleOrder order, Caller caller, CancellationToken cancellation)
    {
        if (InputHash.CheckKey(order.IdempotencyKey) is { } invalid)
        {
            return invalid;
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
        if (await keys.FindAsync(order.Wallet, "buyConnects", order.IdempotencyKey, cancellation) is { } known)
        {
            if (!known.IsOf(hash))
            {
                return new IdempotencyConflict();
            }

            // The first attempt may have been cut short before its gateway answered: it is finished now.
            var purchase = await database.Purchases.FirstAsync(p => p.AccountId == owner.Id && p.Number == known.Result, cancellation);
            return await PaidAsync(order, owner.Id, new RecordedPurchase("REPEATED", purchase.Number, purchase.State, purchase.ChargeReference, purchase.PriceCents, 0), CancellationToken.None);
        }

        if (owner.Status != AccountStatus.Active)
        {
            return new AccountNotActive(owner.Status);
        }

        var now = clock.GetUtcNow();
        var policy = policies.At(now);
        if (PaymentMethods.Refuse(order.Method, owner.Country, policy.Payments) is { } notOffered)
        {
            return notOffered;
        }

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

        var recorded = await TransientRetry.RunAsync(c => RecordAsync(order, owner, bundle, hash, now, c), cancellation);
        return recorded.Outcome switch
        {
            "RECORDED" or "REPEATED" => await PaidAsync(order, owner.Id, recorded, CancellationToken.None),
            "IDEMPOTENCY_CONFLICT" => new IdempotencyConflict(),
            "INSUFFICIENT_FUNDS" => new InsufficientFunds(bundle.Price, new Money(recorded.Available)),
            var answer => throw new InvalidOperationException($"record_purchase answered '{answer}'."),
        };
    }

    /// <summary>Asks the gateway about a purchase that is written down, and writes down what it says. A client that leaves meanwhile changes nothing.</summary>
    private async Task<Outcome<BoughtConnects>> PaidAsync(BundleOrder order, long account, RecordedPurchase purchase, CancellationToken cancellation)
    {
        if (purchase.State == PurchaseState.Pending)
        {
            var price = new Money(purchase.PriceCents);
            var answer = await gateway.ChargeAsync(new Charge(purchase.ChargeReference, price, order.Method, order.Token), cancellation);
            await instruments.RecordAsync(order.Wallet, answer, cancellation);
            var outcome = answer.Outcome;
            if (outcome != ChargeOutcome.Pending)
            {
                await settlement.SettleAsync(purchase.ChargeReference, outcome == ChargeOutcome.Settled, cancellation);
            }

            if (outcome == ChargeOutcome.Declined)
            {
                return Declined(purchase);
            }
        }
        else if (purchase.State == PurchaseState.Declined)
        {
            // The same request, sent twice at once: the other one has just heard it.
            return Declined(purchase);
        }

        return await BoughtAsync(account, purchase.Number, cancellation);
    }

    private static PaymentDeclined Declined(RecordedPurchase purchase) =>
        new($"The payment of {new Money(purchase.PriceCents)} was declined. Nothing was charged and no Connects were added.");

    private async Task<RecordedPurchase> RecordAsync(BundleOrder order, Talent owner, Bundle bundle, byte[] hash, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "select outcome, purchase_number, state, charge_reference, price_cents, available from marketplace.record_purchase($1, $2, $3, $4, $5, $6, $7, $8)");
        command.Add(owner.Id).Add(bundle.Size).Add(bundle.Price.Cents).Add(order.Method.ToText()).Add(order.IdempotencyKey).Add(hash).Add(now).Add(bundle.WouldExpireAt);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var recorded = new RecordedPurchase(
            reader.GetString(0),
            reader.IsDBNull(1) ? 0 : reader.GetInt64(1),
            reader.IsDBNull(2) ? PurchaseState.Declined : EnumText.Parse<PurchaseState>(reader.GetString(2)),
            reader.IsDBNull(3) ? "" : reader.GetString(3),
            reader.IsDBNull(4) ? 0 : reader.GetInt64(4),
            reader.IsDBNull(5) ? 0 : reader.GetInt64(5));
        // The end of the result says that the function has committed.
        await reader.CloseAsync();
        if (recorded is { Outcome: "RECORDED", State: PurchaseState.Completed })
        {
            changes.WalletChanged(owner.AccountId);
        }

        return recorded;
    }

    private async Task<BoughtConnects> BoughtAsync(long account, long number, CancellationToken cancellation)
    {
        var purchase = await database.Purchases.FirstAsync(p => p.AccountId == account && p.Number == number, cancellation);
        var lot = await database.Lots.FirstOrDefaultAsync(l => l.AccountId == account && l.Number == purchase.LotNumber, cancellation);
        return new BoughtConnects(purchase, lot);
    }

    private sealed record RecordedPurchase(string Outcome, long Number, PurchaseState State, string ChargeReference, long PriceCents, long Available);
}
