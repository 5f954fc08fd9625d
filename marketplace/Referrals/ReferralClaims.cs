using Marketplace.Accounts;
using Marketplace.Changes;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Referrals;

/// <param name="Referred">Who signed up.</param>
/// <param name="Referrer">Because of whom.</param>
/// <param name="Program">By which program.</param>
/// <param name="Source">Where from, as far as that is known.</param>
/// <param name="Reason">What support found.</param>
public sealed record ReferralClaim(AccountId Referred, AccountId Referrer, string Program, ReferralSource Source, string Reason);

/// <summary>REF-07: support attributes a sign-up that came without a link, within days, under everything that a sign-up by a link is held to.</summary>
public sealed class ReferralClaims(
    NpgsqlDataSource source, AccountReader accounts, ReferralReader referrals, AttributionTerms terms, ReferralCodes codes, PolicyBook policies, ChangeFeed changes, TimeProvider clock)
{
    private const int MostCharacters = 1000;

    public async Task<Outcome<Referral>> AttributeAsync(ReferralClaim claim, string actor, CancellationToken cancellation)
    {
        if (claim.Reason.Trim().Length is 0 or > MostCharacters)
        {
            return new Invalid("reason", $"Say in at most {MostCharacters} characters how you know: the audit log keeps it.");
        }

        if (await accounts.ByIdAsync(claim.Referred, cancellation) is not { } referred)
        {
            return new NotFound("account");
        }

        if (await accounts.ByIdAsync(claim.Referrer, cancellation) is not { } referrer)
        {
            return new NotFound("referrer");
        }

        // The terms of the day on which it would have happened.
        if (await terms.ForAsync(claim.Program, referrer, new SignUp(referred.Kind, referred.Country, null), referred.CreatedAt, cancellation) is not { } attribution)
        {
            return new NotFound("referral program");
        }

        var code = await codes.WriteAsync(claim.Referrer, claim.Program, claim.Source, cancellation);
        var (outcome, detail, number) = await TransientRetry.RunAsync(c => CallAsync(claim, attribution, code, actor, c), cancellation);
        if (outcome != "CLAIMED")
        {
            return outcome == "NOT_FOUND" ? new NotFound(detail!) : new NotEligible(detail!);
        }

        changes.WalletsChanged([claim.Referrer.Value, claim.Referred.Value]);
        var id = new OwnedId(claim.Referrer.Value, number);
        return (await referrals.ByIdsAsync([id], cancellation))[id];
    }

    private async Task<(string Outcome, string? Detail, long Number)> CallAsync(ReferralClaim claim, Attribution attribution, string code, string actor, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var command = connection.CreateCommand();
        command.CommandText = "select outcome, detail, number from marketplace.claim_referral($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $12, $13, $14, $15, $16)";
        command.Add(claim.Referred.Value).Add(claim.Referrer.Value).Add(claim.Program).Add(attribution.Program.NeedsApproval).Add(claim.Source.ToText()).Add(code)
            .Add(policies.At(now).Referrals.ClaimDays).Add(attribution.Program.Version).Add(attribution.Terms.Write()).AddText(attribution.Problem)
            .AddText(attribution.Treatment?.ExperimentKey).AddText(attribution.Unit).AddText(attribution.Treatment?.Variant).Add(actor).Add(claim.Reason.Trim()).Add(now);
        var answer = await command.SingleAsync(
            row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? 0 : row.GetInt64(2)), cancellation);
        if (answer.Item1 == "CLAIMED")
        {
            // What was refused leaves nothing behind, so that a right claim can still be made.
            await transaction.CommitAsync(cancellation);
        }

        return answer;
    }
}
