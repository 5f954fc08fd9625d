using Marketplace.Database;

namespace Marketplace.Payments;

/// <summary>Takes money under an idempotency key: another input under the key is refused before anything is charged, and a decline gives the key back.</summary>
public sealed class KeyedCharges(IdempotencyKeys keys, IPaymentGateway gateway, InstrumentMarks instruments)
{
    /// <summary>Null when the money is taken, now or under this key before: what it is for is written next, whoever leaves meanwhile.</summary>
    public async Task<Refusal?> TakeAsync(AccountId account, string operation, string key, byte[] hash, Charge charge, string declined, CancellationToken cancellation)
    {
        var claim = await keys.ClaimAsync(account, operation, key, hash, cancellation);
        if (claim != KeyClaim.Claimed)
        {
            return claim == KeyClaim.IdempotencyConflict ? new IdempotencyConflict() : null;
        }

        var answer = await gateway.ChargeAsync(charge, CancellationToken.None);
        await instruments.RecordAsync(account, answer, CancellationToken.None);
        if (answer.Outcome == ChargeOutcome.Settled)
        {
            return null;
        }

        await keys.ReleaseAsync(account, operation, key, CancellationToken.None);
        return new PaymentDeclined(declined);
    }
}
