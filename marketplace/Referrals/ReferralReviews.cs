using Marketplace.Changes;
using Marketplace.Database;
using Npgsql;

namespace Marketplace.Referrals;

/// <summary>What a person decides of a referral that something speaks against. Silence never pays.</summary>
public sealed class ReferralReviews(NpgsqlDataSource source, ReferralReader referrals, ChangeFeed changes, TimeProvider clock)
{
    private const int MostCharacters = 1000;

    public async Task<Outcome<Referral>> DecideAsync(OwnedId id, bool approve, string reason, string actor, CancellationToken cancellation)
    {
        if (reason.Trim().Length is 0 or > MostCharacters)
        {
            return new Invalid("reason", $"Say why, in at most {MostCharacters} characters: the audit log and the referrer read it.");
        }

        var now = clock.GetUtcNow();
        var outcome = await TransientRetry.RunAsync(
            c => source.CreateCommand("select marketplace.decide_referral($1, $2, $3, $4, $5, $6)")
                .Add(id.AccountId).Add(id.Number).Add(approve).Add(actor).Add(reason.Trim()).Add(now).SingleAsync(row => row.GetString(0), c),
            cancellation);
        if (outcome == "NOT_FOUND")
        {
            return new NotFound("referral");
        }

        var referral = (await referrals.ByIdsAsync([id], cancellation))[id];
        changes.WalletsChanged([referral.AccountId, referral.ReferredId]);
        return outcome switch
        {
            "DONE" => referral,
            "WRONG_STATE" => new WrongState(
                (await referrals.ProgressAsync([id], cancellation))[id].State.ToText(), "Nothing of this referral waits for a review: it was decided already, or nothing speaks against it."),
            _ => throw new InvalidOperationException($"decide_referral answered '{outcome}'."),
        };
    }
}
