using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Policies;
using Npgsql;

namespace Marketplace.Referrals;

/// <summary>REF-14: whom a sign-up is owed to, decided once and frozen: the code that was given, or else the last link clicked.</summary>
public sealed class SignUpReferrals(ReferralLinks links, AccountReader accounts, ReferralRewardChoice rewards, PolicyBook policies) : ISignUpReferrals
{
    public async Task<(SignUpLink? Link, Refusal? Refusal)> FindAsync(string? code, Guid? visitor, DateTimeOffset now, CancellationToken cancellation)
    {
        if (code is not null)
        {
            // A code that was given counts as a click at this instant.
            var link = await links.ResolveAsync(code, cancellation);
            return link is null ? (null, new NotFound("referral code")) : (link, null);
        }

        return visitor is null ? default : (await links.LastClickedAsync(visitor.Value, now, cancellation), null);
    }

    public async Task AttributeAsync(NpgsqlConnection connection, AccountId referred, SignUpLink link, SignUp signUp, DateTimeOffset now, CancellationToken cancellation)
    {
        var policy = policies.At(now);
        if (policy.Referrals.InForce.SingleOrDefault(p => p.Key == link.Program) is not { } program)
        {
            // A program that is over attributes nobody any more.
            return;
        }

        var referrer = (await accounts.ByIdAsync(new AccountId(link.Id.AccountId), cancellation))!;
        var chosen = rewards.For(referrer);
        var terms = FrozenTerms.Of(program, policy).With(chosen);
        // An affiliate's commission is the same in every arm: it is no part of the experiment.
        var treatment = program.Kind == ReferralProgramKind.Affiliate ? null : chosen.Treatment;
        var badges = (await accounts.BadgesAsync([referrer.Id], cancellation))[referrer.Id];
        var problem = ReferralEligibility.Problem(program.Referrers, referrer, [.. badges]) is { } referrerProblem ? $"The referrer does not qualify: {referrerProblem}"
            : Problem(program, signUp) is { } referredProblem ? $"The new account does not qualify: {referredProblem}"
            : null;
        await using var command = connection.CreateCommand();
        command.CommandText = "select marketplace.attribute_referral($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11)";
        command.Add(referred.Value).Add(link.Id.AccountId).Add(link.Id.Number).AddText(link.Channel).Add(program.Version).Add(terms.Write())
            .AddText(problem).AddText(treatment?.ExperimentKey).AddText(chosen.Unit).AddText(treatment?.Variant).Add(now);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string? Problem(ReferralProgram program, SignUp signUp) =>
        ReferralEligibility.Problem(program.Referred, signUp.Kind, signUp.Country, []);
}
