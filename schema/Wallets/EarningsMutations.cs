using Marketplace.Schema.Errors;
using Marketplace.Wallets;

namespace Marketplace.Schema.Wallets;

public sealed record SetEarningsReserveInput([property: ID("Account")] AccountId AccountId, MoneyInput Reserve);

public sealed record SetEarningsReservePayload(CashWallet? CashWallet);

/// <summary>Leaves the reserve in the wallet.</summary>
public sealed record WithdrawEarningsInput([property: ID("Account")] AccountId AccountId, MoneyInput Amount, string IdempotencyKey);

public sealed record WithdrawEarningsPayload(CashWallet? CashWallet);

/// <summary>The reason is kept in the audit log.</summary>
public sealed record GrantCourtesyConnectsInput([property: ID("ConnectsWallet")] AccountId WalletId, string Reason, string IdempotencyKey, int Connects = 10);

public sealed record GrantCourtesyConnectsPayload(ConnectsWallet? Wallet, Lot? Lot);

[MutationType]
public static class EarningsMutations
{
    /// <summary>Sets how much of what was earned stays for Connects when the rest is withdrawn.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>]
    public static async Task<MutationResult<SetEarningsReservePayload>> SetEarningsReserveAsync(
        SetEarningsReserveInput input, Earnings earnings, CallerAccess caller, CancellationToken cancellation)
    {
        if (input.Reserve.Read("reserve") is { Refusal: { } unreadable })
        {
            return unreadable.ToError();
        }

        var outcome = await earnings.SetReserveAsync(input.AccountId, input.Reserve.Read("reserve").Value!.Value, caller.Caller, cancellation);
        return outcome.ToResult(GlobalId.Encode("Account", input.AccountId), w => new SetEarningsReservePayload(w));
    }

    /// <summary>Pays out what was earned, down to the reserve; of a closed or banned account, all of it.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>, Error<ValidationError>, Error<InsufficientFundsError>, Error<IdempotencyConflictError>]
    public static async Task<MutationResult<WithdrawEarningsPayload>> WithdrawEarningsAsync(
        WithdrawEarningsInput input, Earnings earnings, CallerAccess caller, CancellationToken cancellation)
    {
        if (input.Amount.Read("amount") is { Refusal: { } unreadable })
        {
            return unreadable.ToError();
        }

        var withdrawal = new Withdrawal(input.AccountId, input.Amount.Read("amount").Value!.Value, input.IdempotencyKey);
        var outcome = await earnings.WithdrawAsync(withdrawal, caller.Caller, cancellation);
        return outcome.ToResult(GlobalId.Encode("Account", input.AccountId), w => new WithdrawEarningsPayload(w));
    }

    /// <summary>Gives a talent Connects with a reason; so many within rolling days.</summary>
    [Authorize(Policy = Policies.Support)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>, Error<ValidationError>, Error<IdempotencyConflictError>]
    public static async Task<MutationResult<GrantCourtesyConnectsPayload>> GrantCourtesyConnectsAsync(
        GrantCourtesyConnectsInput input, CourtesyGrants courtesy, WalletReader wallets, CallerAccess caller, CancellationToken cancellation)
    {
        var outcome = await courtesy.GrantAsync(new CourtesyGrant(input.WalletId, input.Connects, input.Reason, input.IdempotencyKey), caller.Actor, cancellation);
        if (outcome.Value is not { } lot)
        {
            return outcome.Refusal!.ToError(GlobalId.Encode("ConnectsWallet", input.WalletId));
        }

        return new GrantCourtesyConnectsPayload((await wallets.ByOwnersAsync([input.WalletId.Value], cancellation))[input.WalletId.Value], lot);
    }
}
