using Marketplace.Policies;

namespace Marketplace.Payments;

/// <summary>PAY-01..03: what an account may pay with where it lives.</summary>
public static class PaymentMethods
{
    public static IReadOnlyList<PaymentMethod> In(string country, PaymentPolicy policy) =>
        policy.WithoutPaypal.Contains(country) ? [PaymentMethod.Card, PaymentMethod.Earnings] : [PaymentMethod.Card, PaymentMethod.Paypal, PaymentMethod.Earnings];

    /// <summary>Null where the method is offered; else what is, so that nobody is charged by another one unasked (PAY-02).</summary>
    public static Refusal? Refuse(PaymentMethod method, string country, PaymentPolicy policy)
    {
        var offered = In(country, policy);
        return offered.Contains(method) ? null : new Invalid("payment", $"PayPal is not offered in {country}. Pay by {string.Join(" or ", offered.Select(Word))}.");
    }

    private static string Word(PaymentMethod method) => method switch
    {
        PaymentMethod.Card => "card",
        PaymentMethod.Paypal => "PayPal",
        PaymentMethod.Earnings => "what was earned",
        _ => throw new ArgumentOutOfRangeException(nameof(method)),
    };
}
