using Experiments.Flags;
using Marketplace.Policies;

namespace Marketplace.Jobs;

/// <param name="Card">The card a new job is posted under.</param>
/// <param name="Treatment">The arm that chose it; null where no experiment runs.</param>
public sealed record ChosenRateCard(RateCard Card, Treatment? Treatment);

/// <summary>XPR-01: the flag decides by category, so everybody sees one price on one job.</summary>
public sealed class RateCardChoice(IFlagEvaluator flags, PolicyBook policies, TimeProvider clock)
{
    public const string FlagKey = "connects-rate-card";

    public ChosenRateCard For(JobCategory category)
    {
        var evaluation = flags.Evaluate(FlagKey, category.Key);
        // A variant names a card; one that names none means the card in force.
        var card = evaluation.Configuration.TryGetProperty("rateCard", out var named) && named.GetString() is { } key
            ? key
            : policies.At(clock.GetUtcNow()).Pricing.RateCard;
        return new ChosenRateCard(policies.RateCard(card), evaluation.Treatment);
    }
}
