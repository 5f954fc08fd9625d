using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Accounts;

/// <summary>What staff record about a talent, with the free Connects that come with it once: approval of the profile, the readiness test, badges.</summary>
public sealed class TalentProgress(NpgsqlDataSource source, AccountReader accounts, PolicyBook policies, ChangeFeed changes, TimeProvider clock)
{
    // GRT-02
    public Task<Outcome<Account>> ApproveProfileAsync(AccountId id, CancellationToken cancellation) =>
        RecordAsync(id, "select marketplace.approve_profile($1, $2, $3, $4)", (command, now, policy) => command.Add(id.Value).Add(policy.Grants.ProfileApproved), "freelancer", cancellation);

    // GRT-03, GRT-05
    public Task<Outcome<Account>> RecordReadinessTestAsync(AccountId id, bool passed, CancellationToken cancellation) =>
        RecordAsync(id, "select marketplace.record_readiness_test($1, $2, $3, $4, $5)", (command, now, policy) => command.Add(id.Value).Add(passed).Add(policy.Grants.ReadinessTest), "freelancer", cancellation);

    // GRT-07, GRT-08
    public async Task<Outcome<Account>> AwardBadgeAsync(AccountId id, Badge badge, CancellationToken cancellation)
    {
        var isAgency = await accounts.ByIdAsync(id, cancellation) is Agency;
        return await RecordAsync(
            id,
            "select marketplace.award_badge($1, $2, $3, $4, $5)",
            (command, now, policy) => command.Add(id.Value).Add(badge.ToText()).Add((badge, isAgency) switch
            {
                (Badge.RisingTalent, true) => policy.Grants.RisingTalentAgency,
                (Badge.RisingTalent, false) => policy.Grants.RisingTalentFreelancer,
                (Badge.TopRated, _) => 0,
                _ => throw new ArgumentOutOfRangeException(nameof(badge)),
            }),
            "talent",
            cancellation);
    }

    private async Task<Outcome<Account>> RecordAsync(
        AccountId id, string sql, Func<NpgsqlCommand, DateTimeOffset, Policy, NpgsqlCommand> bind, string what, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var policy = policies.At(now);
        var answer = await TransientRetry.RunAsync(
            c => bind(source.CreateCommand(sql), now, policy).Add(now).Add(now.AddYears(policy.Connects.LifetimeYears)).SingleAsync(row => row.GetString(0), c), cancellation);
        changes.WalletChanged(id);
        return answer switch
        {
            "DONE" => (await accounts.ByIdAsync(id, cancellation))!,
            "NOT_FOUND" => new NotFound(what),
            "NOT_ACTIVE" => new AccountNotActive((await accounts.ByIdAsync(id, cancellation))!.Status),
            "AWARDED_ALREADY" => new WrongState("AWARDED", "The talent holds this badge already."),
            _ => throw new InvalidOperationException($"The database answered '{answer}'."),
        };
    }
}
