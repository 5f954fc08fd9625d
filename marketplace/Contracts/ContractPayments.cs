using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Payments;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Contracts;

public sealed record ContractPayment(OwnedId Contract, Money Amount, PaymentMethod Method, string? Token, string IdempotencyKey);

public sealed record PaidContract(Contract Contract, Payment Payment);

/// <summary>A client's card or PayPal account pays a contract, and the talent's cash wallet earns it; support takes payments back.</summary>
public sealed class ContractPayments(
    NpgsqlDataSource source, ContractReader contracts, AccountReader accounts, IdempotencyKeys keys, KeyedCharges charges, PolicyBook policies, ChangeFeed changes, TimeProvider clock)
{
    private const string Operation = "payContract";

    public async Task<Outcome<PaidContract>> PayAsync(ContractPayment payment, Caller caller, CancellationToken cancellation)
    {
        if (InputHash.CheckKey(payment.IdempotencyKey) is { } badKey)
        {
            return badKey;
        }

        if (payment.Amount.Cents < 1)
        {
            return new Invalid("amount", "An amount of at least $0.01 is expected.");
        }

        if (payment.Method == PaymentMethod.Earnings)
        {
            return new Invalid("payment", "A contract is paid by CARD or PAYPAL.");
        }

        if (await contracts.ByIdAsync(payment.Contract, cancellation) is not { } contract || !await KnowsAsync(contract, caller, cancellation))
        {
            return new NotFound("contract");
        }

        var client = (await accounts.ByIdAsync(new AccountId(contract.ClientId), cancellation))!;
        if (!(await accounts.AccountsOfAsync(caller, cancellation)).Contains(client.Id) || client.Status != AccountStatus.Active)
        {
            return new Forbidden("Only the contract's client, with an active account, pays it.");
        }

        var hash = InputHash.Of(payment);
        var known = await keys.FindAsync(client.AccountId, Operation, payment.IdempotencyKey, cancellation);
        if (known is not null && !known.IsOf(hash))
        {
            return new IdempotencyConflict();
        }

        if (known?.Result is { } repeated)
        {
            return await PaidAsync(contract, repeated, cancellation);
        }

        // A key that was claimed before its contract ended is finished all the same: its charge may have been taken.
        if (contract.Status == ContractStatus.Ended && known is null)
        {
            return new WrongState("ENDED", "The contract has ended.");
        }

        if (known is null && PaymentMethods.Refuse(payment.Method, client.Country, policies.At(clock.GetUtcNow()).Payments) is { } notOffered)
        {
            return notOffered;
        }

        return await ChargeAsync(payment, contract, client, hash, cancellation);
    }

    private async Task<Outcome<PaidContract>> ChargeAsync(ContractPayment payment, Contract contract, Account client, byte[] hash, CancellationToken cancellation)
    {
        var reference = $"contract/{contract.Id}/{client.Id}/{payment.IdempotencyKey}";
        var charge = new Charge(reference, payment.Amount, payment.Method, payment.Token, AtOnce: true);
        var declined = $"The payment of {payment.Amount} was declined. Nothing was charged.";
        if (await charges.TakeAsync(client.AccountId, Operation, payment.IdempotencyKey, hash, charge, declined, cancellation) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        var fee = (long)decimal.Round(payment.Amount.Cents * policies.At(now).Jobs.PlatformFeePercent / 100, MidpointRounding.AwayFromZero);
        var number = await TransientRetry.RunAsync(
            c => source.CreateCommand("select marketplace.record_payment($1, $2, $3, $4, $5, $6, $7)")
                .Add(contract.AccountId).Add(contract.Number).Add(payment.Amount.Cents).Add(fee).Add(reference).Add(payment.IdempotencyKey).Add(now)
                .SingleAsync(row => row.GetInt64(0), c),
            CancellationToken.None);
        changes.WalletChanged(new AccountId(contract.AccountId));
        return await PaidAsync(contract, number, CancellationToken.None);
    }

    public async Task<Outcome<Payment>> RefundAsync(OwnedId id, Money? amount, string reason, string key, string actor, CancellationToken cancellation)
    {
        if (InputHash.CheckKey(key) is { } badKey)
        {
            return badKey;
        }

        if (amount is { Cents: < 1 })
        {
            return new Invalid("amount", "An amount of at least $0.01 is expected; without one the whole payment goes back.");
        }

        if (reason.Trim().Length is 0 or > 1000)
        {
            return new Invalid("reason", "A reason of 1 to 1,000 characters is expected.");
        }

        var hash = InputHash.Of(new { id, amount, reason });
        var (outcome, left) = await TransientRetry.RunAsync(
            c => source.CreateCommand("select outcome, left_cents from marketplace.refund_payment($1, $2, $3, $4, $5, $6, $7, $8)")
                .Add(id.AccountId).Add(id.Number).AddNumber(amount?.Cents).Add(actor).Add(reason.Trim()).Add(key).Add(hash).Add(clock.GetUtcNow())
                .SingleAsync(row => (row.GetString(0), row.IsDBNull(1) ? 0 : row.GetInt64(1)), c),
            cancellation);
        switch (outcome)
        {
            case "REFUNDED" or "REPEATED":
                changes.WalletChanged(new AccountId(id.AccountId));
                return (await contracts.PaymentsAsync([id], cancellation))[id];
            case "NOT_FOUND":
                return new NotFound("payment");
            case "IDEMPOTENCY_CONFLICT":
                return new IdempotencyConflict();
            case "REFUNDED_ALREADY":
                return new WrongState("REFUNDED", "The whole payment went back already.");
            case "TOO_MUCH":
                return new Invalid("amount", $"{new Money(left)} of the payment are left to go back.");
            default:
                throw new InvalidOperationException($"refund_payment answered '{outcome}'.");
        }
    }

    private async Task<PaidContract> PaidAsync(Contract contract, long number, CancellationToken cancellation)
    {
        var id = new OwnedId(contract.AccountId, number);
        return new PaidContract(contract, (await contracts.PaymentsAsync([id], cancellation))[id]);
    }

    // Whoever has no part in a contract does not learn that it is there.
    private async Task<bool> KnowsAsync(Contract contract, Caller caller, CancellationToken cancellation)
    {
        var own = await accounts.AccountsOfAsync(caller, cancellation);
        return own.Contains(contract.ClientId) || own.Contains(contract.AccountId);
    }
}
