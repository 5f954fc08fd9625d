using Marketplace.Accounts;
using Marketplace.Payments;
using Marketplace.Policies;
using Marketplace.Simulation.Model;
using Marketplace.Wallets;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Simulation.Stages;

/// <summary>Buys Connects when the wallet has run out. Who buys, buys a bundle of some size; now and then a card is declined and another is tried.</summary>
internal sealed class Purse(Refusals refusals, long seed, CancellationToken cancellation)
{
    private static readonly int[] Sizes = [20, 40, 60, 80];
    private static readonly double[] Shares = [0.35, 0.4, 0.1, 0.15];

    public async Task FillAsync(IServiceProvider scope, TalentPerson talent, Caller caller, InsufficientConnects needed)
    {
        var number = ++talent.Purchases;
        var random = SeededRandom.Of(seed, Topic.Purchase, talent.Index, number);
        var likesPaypal = random.Chance(Behaviour.Usual.PayPalShare);
        var offered = PaymentMethods.In(talent.Country, scope.GetRequiredService<PolicyBook>().At(scope.GetRequiredService<TimeProvider>().GetUtcNow()).Payments);
        var method = likesPaypal && offered.Contains(PaymentMethod.Paypal) ? PaymentMethod.Paypal : PaymentMethod.Card;
        var size = Math.Max(Sizes[random.PickWeighted(Shares)], needed.Required <= 20 ? 20 : 80);
        var declined = random.Chance(Behaviour.Usual.DeclinedCardShare);
        var purchasing = scope.GetRequiredService<ConnectsPurchasing>();
        for (var attempt = declined ? 0 : 1; attempt <= 1; attempt++)
        {
            var order = new BundleOrder(talent.Account, size, method, attempt == 0 ? "decline-me" : null, string.Create(CultureInfo.InvariantCulture, $"s{seed}-bundle-{number}-{attempt}"));
            var bought = await purchasing.BuyAsync(order, caller, cancellation);
            if (bought.Refusal is PaymentDeclined refusal)
            {
                refusals.Count("buy", refusal);
            }
            else if (bought.Refusal is { } unexpected)
            {
                throw Refusals.Unexpected("buy Connects", talent, unexpected);
            }
        }
    }
}
