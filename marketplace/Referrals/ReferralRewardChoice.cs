using System.Text.Json;
using Experiments.Flags;
using Marketplace.Accounts;
using Marketplace.Jobs;

namespace Marketplace.Referrals;

/// <param name="Cash">What takes the place of the cash that a program pays; null is the program's own amount.</param>
/// <param name="Connects">What takes the place of the Connects that a program gives each side; null is the program's own number.</param>
/// <param name="Unit">The account as experiments know it.</param>
/// <param name="Treatment">The arm that chose; null where no experiment runs.</param>
public sealed record ChosenReferralReward(Money? Cash, Connects? Connects, string Unit, Treatment? Treatment);

/// <summary>
/// What a referral brings. Asked once, when the referred person signs up, for the account that referred: it meets one amount in all that it
/// shares. The answer is frozen on the referral, its exposure committed with it.
/// </summary>
public sealed class ReferralRewardChoice(IFlagEvaluator flags)
{
    public ChosenReferralReward For(Account referrer)
    {
        var unit = AccountUnit.Of(referrer);
        var evaluation = flags.Evaluate(ReferenceExperiments.ReferralRewardFlag, unit);
        return new ChosenReferralReward(
            Amount(evaluation.Configuration, "cashCents") is { } cents ? new Money(cents) : null,
            Amount(evaluation.Configuration, "connects") is { } connects and <= int.MaxValue ? new Connects((int)connects) : null,
            unit.UserId,
            evaluation.Treatment);
    }

    // A variant that names no amount, or none that can be paid, means the program's own.
    private static long? Amount(JsonElement configuration, string name) =>
        configuration.ValueKind == JsonValueKind.Object && configuration.TryGetProperty(name, out var named)
        && named.ValueKind == JsonValueKind.Number && named.TryGetInt64(out var amount) && amount > 0
            ? amount
            : null;
}
