using Marketplace.Payments;
using Marketplace.Schema.Errors;
using Marketplace.Wallets;

namespace Marketplace.Schema.Wallets;

/// <summary>`token` is the gateway's name for the card or PayPal account; without one, the one on file. The sandbox gateway takes any token, declines `decline…`, answers late for `late…`.</summary>
public sealed record PaymentInput(PaymentMethod Method, string? Token = null);

public sealed record BuyConnectsInput([property: ID("ConnectsWallet")] AccountId WalletId, int BundleSize, PaymentInput Payment, string IdempotencyKey);

/// <summary>A late payment answers with a PENDING purchase and no lot; the gateway's later answer completes it.</summary>
public sealed record BuyConnectsPayload(Purchase? Purchase, ConnectsWallet? Wallet, Lot? Lot);

[MutationType]
public static class WalletMutations
{
    /// <summary>Buys a bundle of Connects; `ConnectsWallet.bundles` says for how much and until when, `Account.paymentMethods` by what.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>, Error<ValidationError>, Error<BundleNotAvailableError>, Error<PaymentDeclinedError>,
     Error<InsufficientFundsError>, Error<IdempotencyConflictError>]
    public static async Task<MutationResult<BuyConnectsPayload>> BuyConnectsAsync(
        BuyConnectsInput input, ConnectsPurchasing purchasing, WalletReader wallets, CallerAccess caller, CancellationToken cancellation)
    {
        var order = new BundleOrder(input.WalletId, input.BundleSize, input.Payment.Method, input.Payment.Token, input.IdempotencyKey);
        var outcome = await purchasing.BuyAsync(order, caller.Caller, cancellation);
        if (outcome.Value is not { } bought)
        {
            return outcome.Refusal!.ToError(GlobalId.Encode("ConnectsWallet", input.WalletId));
        }

        var wallet = (await wallets.ByOwnersAsync([input.WalletId.Value], cancellation))[input.WalletId.Value];
        return new BuyConnectsPayload(bought.Purchase, wallet, bought.Lot);
    }
}
