using Experiments.Flags;
using Marketplace.Accounts;
using Marketplace.Jobs;

namespace Marketplace.Interviews;

/// <param name="Randomized">Whether a draw stands in the place of the award.</param>
/// <param name="Unit">The account as experiments know it.</param>
/// <param name="Treatment">The arm that chose; null where no experiment runs.</param>
public sealed record ChosenReward(bool Randomized, string Unit, Treatment? Treatment);

/// <summary>Which reward an interview wins its talent.</summary>
public sealed class RewardChoice(IFlagEvaluator flags, AccountReader accounts)
{
    public async Task<ChosenReward> ForAsync(AccountId talent, CancellationToken cancellation)
    {
        var unit = AccountUnit.Key(talent);
        if (await accounts.ByIdAsync(talent, cancellation) is not { } account)
        {
            return new ChosenReward(false, unit, null);
        }

        var evaluation = flags.Evaluate(ReferenceExperiments.InterviewRewardFlag, AccountUnit.Of(account));
        var randomized = evaluation.Configuration.TryGetProperty("reward", out var reward) && reward.GetString() == "randomized";
        return new ChosenReward(randomized, unit, evaluation.Treatment);
    }
}
