namespace Marketplace.Payments;

/// <param name="Reference">Ours: the gateway charges one reference once, however often it is asked.</param>
/// <param name="Amount">What to take.</param>
/// <param name="Method">Card or PayPal; earnings never reach a gateway.</param>
/// <param name="Token">The gateway's name for the card or PayPal account; null is the one on file.</param>
/// <param name="AtOnce">Whether a payment that would settle later is declined instead.</param>
public sealed record Charge(string Reference, Money Amount, PaymentMethod Method, string? Token, bool AtOnce = false);

public enum ChargeOutcome { Settled, Declined, Pending }

/// <param name="Outcome">Whether the money was taken.</param>
/// <param name="Instrument">The gateway's fingerprint of the card or PayPal account, the same whoever pays with it; null where it tells none.</param>
public readonly record struct ChargeAnswer(ChargeOutcome Outcome, string? Instrument = null);

/// <summary>Takes money from cards and PayPal accounts.</summary>
public interface IPaymentGateway
{
    Task<ChargeAnswer> ChargeAsync(Charge charge, CancellationToken cancellation);
}
