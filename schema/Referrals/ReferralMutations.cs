using Marketplace.Accounts;
using Marketplace.Policies;
using Marketplace.Referrals;
using Marketplace.Schema.Errors;

namespace Marketplace.Schema.Referrals;

public sealed record CreateReferralLinkInput([property: ID("Account")] AccountId AccountId, string Program, ReferralSource Source = ReferralSource.Link);

public sealed record CreateReferralLinkPayload(ReferralLink? Link);

public sealed record ApplyAsAffiliateInput([property: ID("Account")] AccountId AccountId, string Program, string Message, int AcceptedTermsVersion);

public sealed record ApplyAsAffiliatePayload(Affiliate? Affiliate);

/// <summary>What a person may make of an application, or of an affiliate.</summary>
public enum AffiliateDecision { Approve, Reject, Ban }

public sealed record DecideAffiliateInput([property: ID("Account")] AccountId AccountId, string Program, AffiliateDecision Decision, string Reason);

public sealed record DecideAffiliatePayload(Affiliate? Affiliate);

public enum ReferralDecision { Approve, Reject }

public sealed record DecideReferralInput([property: ID("Referral")] OwnedId ReferralId, ReferralDecision Decision, string Reason);

public sealed record DecideReferralPayload(ReferralProgress? Referral);

/// <summary>An account that earns, or would like to earn, by a program that a person approves for.</summary>
[ObjectType<Affiliate>(Include =
[
    nameof(Affiliate.State), nameof(Affiliate.Message), nameof(Affiliate.TermsVersion), nameof(Affiliate.AppliedAt), nameof(Affiliate.DecidedAt), nameof(Affiliate.Reason),
])]
public static class AffiliateType
{
    [BatchResolver]
    public static async Task<IReadOnlyList<Account>> GetAccountAsync([Parent] IReadOnlyList<Affiliate> affiliates, AccountReader accounts, CancellationToken cancellation) =>
        affiliates.InOrder(a => a.AccountId, await accounts.ByIdsAsync(affiliates.Select(a => a.AccountId), cancellation));

    public static ReferralProgram GetProgram([Parent] Affiliate affiliate, PolicyBook policies, TimeProvider clock) => policies.Program(affiliate.Program, clock);
}

[MutationType]
public static class ReferralMutations
{
    /// <summary>The account's link of a program and source; asking again answers the same one.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<NotEligibleError>, Error<AccountNotActiveError>]
    public static async Task<MutationResult<CreateReferralLinkPayload>> CreateReferralLinkAsync(
        CreateReferralLinkInput input, ReferralLinks links, CallerAccess caller, CancellationToken cancellation)
    {
        var outcome = await links.CreateAsync(input.AccountId, input.Program, input.Source, caller.Caller, cancellation);
        return outcome.ToResult(outcome.Refusal is NotFound { What: "account" } ? GlobalId.Encode("Account", input.AccountId) : input.Program, link => new CreateReferralLinkPayload(link));
    }

    /// <summary>Asks to earn by a program that a person approves for. Who was turned down may ask again.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<AccountNotActiveError>, Error<WrongStateError>]
    public static async Task<MutationResult<ApplyAsAffiliatePayload>> ApplyAsAffiliateAsync(
        ApplyAsAffiliateInput input, Affiliates affiliates, CallerAccess caller, CancellationToken cancellation)
    {
        var outcome = await affiliates.ApplyAsync(input.AccountId, input.Program, input.AcceptedTermsVersion, input.Message, caller.Caller, cancellation);
        return outcome.ToResult(outcome.Refusal is NotFound { What: "account" } ? GlobalId.Encode("Account", input.AccountId) : input.Program, affiliate => new ApplyAsAffiliatePayload(affiliate));
    }

    /// <summary>Approves or turns down an application, or bans an affiliate: its links attribute nobody any more and what is on hold for it ends.</summary>
    [Authorize(Policy = Policies.Support)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<WrongStateError>]
    public static async Task<MutationResult<DecideAffiliatePayload>> DecideAffiliateAsync(
        DecideAffiliateInput input, Affiliates affiliates, CallerAccess caller, CancellationToken cancellation) =>
        (await affiliates.DecideAsync(input.AccountId, input.Program, StateOf(input.Decision), input.Reason, caller.Actor, cancellation)).ToResult(
            GlobalId.Encode("Account", input.AccountId), affiliate => new DecideAffiliatePayload(affiliate));

    /// <summary>Decides upon a referral that waits for a person: approved, it is held and paid as if nothing had spoken against it.</summary>
    [Authorize(Policy = Policies.Support)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<WrongStateError>]
    public static async Task<MutationResult<DecideReferralPayload>> DecideReferralAsync(
        DecideReferralInput input, ReferralReviews reviews, ReferralReader referrals, CallerAccess caller, CancellationToken cancellation)
    {
        var outcome = await reviews.DecideAsync(input.ReferralId, input.Decision == ReferralDecision.Approve, input.Reason, caller.Actor, cancellation);
        var progress = outcome.Value is { } decided ? (await referrals.ProgressAsync([decided.Id], cancellation))[decided.Id] : null;
        return outcome.ToResult(GlobalId.Encode("Referral", input.ReferralId), _ => new DecideReferralPayload(progress));
    }

    private static AffiliateState StateOf(AffiliateDecision decision) => decision switch
    {
        AffiliateDecision.Approve => AffiliateState.Approved,
        AffiliateDecision.Reject => AffiliateState.Rejected,
        AffiliateDecision.Ban => AffiliateState.Banned,
        _ => throw new ArgumentOutOfRangeException(nameof(decision)),
    };
}
