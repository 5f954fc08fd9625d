using Marketplace.Accounts;
using Marketplace.Contracts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.Policies;
using Marketplace.Tests.Interviews;
using Marketplace.Tests.Plans;
using Marketplace.Tests.Wallets;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Books;

/// <summary>What people and gateways pay and take back.</summary>
internal sealed partial class BooksPlay
{
    private async Task<string> BuyAsync(PlainTalent talent)
    {
        var wallet = talent.Wallet;
        var connects = new[] { 10, 20, 40, 80 }[random.Next(4)];
        var (method, token) = random.Next(8) switch
        {
            0 or 1 => (PaymentMethod.Earnings, null),
            2 => (PaymentMethod.Card, "declined"),
            3 or 4 => (PaymentMethod.Paypal, "late"),
            _ => (PaymentMethod.Card, (string?)null),
        };
        var refused = wallet.Status != AccountStatus.Active ? typeof(AccountNotActive)
            : talent.Plan.Plan == PlanCode.AgencyBasic ? typeof(BundleNotAvailable)
            : method == PaymentMethod.Earnings && wallet.Cash < connects * 15 ? typeof(InsufficientFunds)
            : token == "declined" ? typeof(PaymentDeclined) : null;
        var key = Key;
        BoughtConnects? bought = null;
        var said = await AskAsync($"buy {method} {token}", refused, async () =>
        {
            var outcome = await market.TryBuyAsync(talent.Talent, connects, key, method, token);
            bought = outcome.Value ?? bought;
            return outcome;
        }, again: true, b => (b.Purchase.Number, b.Lot?.Number));
        if (refused is null)
        {
            var lot = token == "late" ? null : wallet.Buy(connects, method == PaymentMethod.Earnings ? connects * 15 : 0, Now);
            purchases.Add(new PlainPurchase(talent, connects, bought!.Purchase.ChargeReference, lot is null ? PurchaseState.Pending : PurchaseState.Completed, lot, method != PaymentMethod.Earnings));
        }

        return said;
    }

    /// <summary>What a gateway says about a bundle: late, twice, in the wrong order, about nothing.</summary>
    private async Task<string> TellOfPurchaseAsync()
    {
        if (Any(purchases) is not { } purchase)
            return "nothing";
        var kind = new[] { "payment.settled", "payment.settled", "payment.declined", "payment.charged_back", "payment.refunded" }[random.Next(5)];
        // Earnings were never the gateway's to take back.
        var expected = !purchase.ByGateway && kind is ("payment.charged_back" or "payment.refunded") ? EventReceipt.UnknownReference : Expect(purchase, kind);
        var id = $"event-{Key}";
        (await Gateway.TellAsync(market, kind, purchase.Reference, id)).ShouldBe(expected, $"seed {seed}: {kind}");
        // The same delivery once more, and what it says once more under another id.
        (await Gateway.TellAsync(market, kind, purchase.Reference, id)).ShouldBe(expected == EventReceipt.UnknownReference ? expected : EventReceipt.Repeated, $"seed {seed}: {kind} again");
        (await Gateway.TellAsync(market, kind, purchase.Reference)).ShouldBe(expected == EventReceipt.Counted ? EventReceipt.Repeated : expected, $"seed {seed}: {kind} anew");
        done.Add($"{kind} {expected}");
        return $"{kind} {expected}";
    }

    private EventReceipt Expect(PlainPurchase purchase, string kind)
    {
        var wallet = purchase.Talent.Wallet;
        switch (kind, purchase.State)
        {
            case ("payment.settled", PurchaseState.Pending):
                (purchase.State, purchase.Lot) = (PurchaseState.Completed, wallet.Buy(purchase.Connects, 0, Now));
                return EventReceipt.Counted;
            case ("payment.declined", PurchaseState.Pending):
                purchase.State = PurchaseState.Declined;
                return EventReceipt.Counted;
            case ("payment.settled", PurchaseState.Completed) or ("payment.declined", PurchaseState.Declined):
                return EventReceipt.Repeated;
            case ("payment.settled" or "payment.declined", _) or (_, PurchaseState.Declined):
                return EventReceipt.Contradicted;
            default:
                if (purchase.TakenBack)
                    return EventReceipt.Repeated;
                purchase.Lot ??= wallet.Buy(purchase.Connects, 0, Now);
                wallet.TakeBack(purchase.Lot, Now);
                (purchase.State, purchase.TakenBack) = (PurchaseState.Completed, true);
                return EventReceipt.Counted;
        }
    }

    private async Task<string> PayAsync()
    {
        if (Any(Proposals.Where(p => p.Contract is not null)) is not { } proposal)
            return "nothing";
        var (cents, key, declines) = (random.Next(500, 6000), Key, random.Next(5) == 0);
        PlainPayment? paid = null;
        var said = await AskAsync("pay", declines ? typeof(PaymentDeclined) : null, async () =>
        {
            var outcome = await market.With<ContractPayments, Outcome<PaidContract>>(p => p.PayAsync(
                new ContractPayment(proposal.Contract!.Value, new Money(cents), PaymentMethod.Card, declines ? "declined" : null, key), TestMarketplace.CallerOf(client), CancellationToken.None));
            paid = outcome.Value is { } value ? new PlainPayment(proposal.Talent, value.Payment.Id, cents) : paid;
            return outcome;
        }, again: true, p => p.Payment.Id);
        if (paid is not null)
        {
            payments.Add(paid);
            proposal.Talent.Wallet.Earn(cents, Now);
        }

        return said;
    }

    /// <summary>Support gives a payment back, or the client's bank takes it.</summary>
    private async Task<string> ReversePaymentAsync()
    {
        if (Any(payments) is not { } payment)
            return "nothing";
        var left = payment.Cents - payment.Refunded;
        if (random.Next(2) == 0)
            return await ChargeBackAsync(payment, left);
        var part = random.Next(2) == 0 ? random.Next(1, 4000) : left;
        var refused = left == 0 ? typeof(WrongState) : part > left ? typeof(Invalid) : null;
        var key = Key;
        var said = await AskAsync("refund payment", refused, () => market.With<ContractPayments, Outcome<Payment>>(p =>
            p.RefundAsync(payment.Id, part == 0 ? null : new Money(part), "A test.", key, "tester", CancellationToken.None)), again: refused is null, p => p.RefundedCents);
        if (refused is null)
            Reverse(payment, part);
        return said;
    }

    private async Task<string> ChargeBackAsync(PlainPayment payment, long left)
    {
        var reference = await market.AsOwnerAsync<string>($"select charge_reference from marketplace.payment where account_id = {payment.Id.AccountId} and number = {payment.Id.Number}");
        var expected = left > 0 ? EventReceipt.Counted : EventReceipt.Repeated;
        var id = $"event-{Key}";
        (await Gateway.TellAsync(market, "payment.charged_back", reference, id)).ShouldBe(expected, $"seed {seed}");
        (await Gateway.TellAsync(market, "payment.charged_back", reference, id)).ShouldBe(EventReceipt.Repeated, $"seed {seed}");
        (await Gateway.TellAsync(market, "payment.refunded", reference)).ShouldBe(EventReceipt.Repeated, $"seed {seed}");
        (await Gateway.TellAsync(market, "payment.declined", reference)).ShouldBe(EventReceipt.Contradicted, $"seed {seed}");
        Reverse(payment, left);
        done.Add("charge back payment");
        return $"charge back {expected}";
    }

    private void Reverse(PlainPayment payment, long cents)
    {
        payment.Refunded += cents;
        if (cents > 0)
            payment.Talent.Wallet.ReverseEarning(cents, Now);
    }

    private async Task<string> WithdrawAsync(PlainTalent talent)
    {
        var wallet = talent.Wallet;
        var available = wallet.Status == AccountStatus.Active ? Math.Max(0, wallet.Cash - wallet.Reserve) : wallet.Cash;
        var cents = random.Next(3) == 0 && available > 0 ? available : random.Next(1, 3000);
        var refused = wallet.Status == AccountStatus.Suspended ? typeof(AccountNotActive) : available < cents ? typeof(InsufficientFunds) : null;
        var key = Key;
        var said = await AskAsync("withdraw earnings", refused, () => market.With<Earnings, Outcome<CashWallet>>(e =>
            e.WithdrawAsync(new Withdrawal(talent.Talent.AccountId, new Money(cents), key), Of(talent), CancellationToken.None)), again: true);
        if (refused is null)
            wallet.Pay(TransactionKind.Withdrawal, -cents, Now);
        return said;
    }

    private Task<string> ReserveAsync(PlainTalent talent)
    {
        var cents = random.Next(0, 2000);
        var refused = cents > 1500 ? typeof(Invalid) : talent.Wallet.Status != AccountStatus.Active ? typeof(Forbidden) : null;
        if (refused is null)
            talent.Wallet.Reserve = cents;
        return AskAsync("reserve", refused, () => market.With<Earnings, Outcome<CashWallet>>(e => e.SetReserveAsync(talent.Talent.AccountId, new Money(cents), Of(talent), CancellationToken.None)));
    }
}
