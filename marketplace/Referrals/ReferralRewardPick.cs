using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Referrals;

/// <summary>REF-16: a referrer chooses cash or Connects until the reward is paid, where the program leaves the choice.</summary>
public sealed class ReferralRewardPick(NpgsqlDataSource source, ReferralReader referrals, TimeProvider clock)
{
    public async Task<Outcome<Referral>> ChooseAsync(OwnedId id, ReferralRewardAsset asset, Caller caller, CancellationToken cancellation)
    {
        var (outcome, status) = await TransientRetry.RunAsync(c => CallAsync(id, asset, caller, c), cancellation);
        return outcome switch
        {
            "CHOSEN" => (await referrals.ByIdsAsync([id], cancellation))[id],
            "NOT_FOUND" => new NotFound("referral"),
            "NOT_ACTIVE" => new AccountNotActive(EnumText.Parse<AccountStatus>(status!)),
            "OVER" => new WrongState(
                (await referrals.ProgressAsync([id], cancellation))[id].State.ToText(), "Nothing more can come of this referral: a reward is chosen before it is paid."),
            "NO_CHOICE" => new NotEligible("The program of this referral leaves no choice."),
            "CAPPED" => new NotEligible("The program's limit leaves no room for that reward."),
            _ => throw new InvalidOperationException($"choose_referral_reward answered '{outcome}'."),
        };
    }

    private async Task<(string Outcome, string? Status)> CallAsync(OwnedId id, ReferralRewardAsset asset, Caller caller, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var command = connection.CreateCommand();
        command.CommandText = "select outcome, status from marketplace.choose_referral_reward($1, $2, $3, $4, $5)";
        command.AddText(caller.Subject).Add(id.AccountId).Add(id.Number).Add(asset.ToText()).Add(clock.GetUtcNow());
        var answer = await command.SingleAsync(row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1)), cancellation);
        if (answer.Item1 == "CHOSEN")
        {
            await transaction.CommitAsync(cancellation);
        }

        return answer;
    }
}
