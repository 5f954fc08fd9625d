using Marketplace.Accounts;
using Marketplace.Policies;

namespace Marketplace.Referrals;

/// <param name="Program">The program as it was in force at the sign-up.</param>
/// <param name="Terms">What is frozen on the referral, an experiment's arm applied.</param>
/// <param name="Problem">What speaks against it: countries, kinds, badges; null for nothing.</param>
/// <param name="Unit">The account that refers, as experiments know it.</param>
/// <param name="Treatment">The arm; null where none was met.</param>
internal sealed record Attribution(ReferralProgram Program, FrozenTerms Terms, string? Problem, string Unit, Experiments.Flags.Treatment? Treatment);

/// <summary>What a sign-up is frozen to, whether a link brought it or support attributes it later.</summary>
public sealed class AttributionTerms(AccountReader accounts, ReferralRewardChoice rewards, PolicyBook policies)
{
    /// <returns>Null where the program was not in force when the account signed up: it attributes nobody any more.</returns>
    internal async Task<Attribution?> ForAsync(string programKey, Account referrer, SignUp signUp, DateTimeOffset signedUpAt, CancellationToken cancellation)
    {
        var policy = policies.At(signedUpAt);
        if (policy.Referrals.InForce.SingleOrDefault(p => p.Key == programKey) is not { } program)
        {
            return null;
        }

        var chosen = rewards.For(referrer);
        var badges = (await accounts.BadgesAsync([referrer.Id], cancellation))[referrer.Id];
        var problem = ReferralEligibility.Problem(program.Referrers, referrer, [.. badges]) is { } referrerProblem ? $"The referrer does not qualify: {referrerProblem}"
            : ReferralEligibility.Problem(program.Referred, signUp.Kind, signUp.Country, []) is { } referredProblem ? $"The new account does not qualify: {referredProblem}"
            : null;
        return new Attribution(
            program,
            FrozenTerms.Of(program, policy).With(chosen),
            problem,
            chosen.Unit,
            // An affiliate's commission is the same in every arm: it is no part of the experiment.
            program.Kind == ReferralProgramKind.Affiliate ? null : chosen.Treatment);
    }
}
