using Marketplace.Accounts;
using Marketplace.Policies;
using Marketplace.Referrals;
using Marketplace.Schema.Errors;

namespace Marketplace.Schema.Referrals;

public sealed record InviteFriendInput([property: ID("Account")] AccountId AccountId, string Program, string Email, string? Message = null);

/// <param name="InvitationsLeft">How many more may be sent within these 24 hours.</param>
public sealed record InviteFriendPayload(int? InvitationsLeft);

public sealed record ChooseReferralRewardInput([property: ID("Referral")] OwnedId ReferralId, ReferralRewardAsset Asset);

public sealed record ChooseReferralRewardPayload(ReferralProgress? Referral);

public sealed record ListOnLeaderboardInput([property: ID("Account")] AccountId AccountId, bool Listed = true);

public sealed record ListOnLeaderboardPayload(Account? Account);

public sealed record AttributeSignUpInput(
    [property: ID("Account")] AccountId AccountId, [property: ID("Account")] AccountId ReferrerId, string Program, string Reason, ReferralSource Source = ReferralSource.Link);

public sealed record AttributeSignUpPayload(ReferralProgress? Referral);

/// <summary>What referrers do on the account page, and what support does for them.</summary>
[MutationType]
public static class ReferralAccountMutations
{
    /// <summary>
    /// Invites somebody by email, with a few words of one's own and one's link. An address that is a member's or wants no such mail gets none, and the answer does not tell;
    /// the same address is written to once in several days.
    /// </summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<NotEligibleError>, Error<AccountNotActiveError>]
    public static async Task<MutationResult<InviteFriendPayload>> InviteFriendAsync(InviteFriendInput input, FriendInvitations invitations, CallerAccess caller, CancellationToken cancellation)
    {
        var outcome = await invitations.InviteAsync(new FriendInvitation(input.AccountId, input.Program, input.Email, input.Message), caller.Caller, cancellation);
        return outcome.ToResult(outcome.Refusal is NotFound { What: "account" } ? GlobalId.Encode("Account", input.AccountId) : input.Program, sent => new InviteFriendPayload(sent.InvitationsLeft));
    }

    /// <summary>Chooses cash or Connects for what a referral brings, where its program leaves the choice; until the reward is paid.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<NotEligibleError>, Error<AccountNotActiveError>, Error<WrongStateError>]
    public static async Task<MutationResult<ChooseReferralRewardPayload>> ChooseReferralRewardAsync(
        ChooseReferralRewardInput input, ReferralRewardPick pick, ReferralReader referrals, CallerAccess caller, CancellationToken cancellation)
    {
        var outcome = await pick.ChooseAsync(input.ReferralId, input.Asset, caller.Caller, cancellation);
        var progress = outcome.Value is { } chosen ? (await referrals.ProgressAsync([chosen.Id], cancellation))[chosen.Id] : null;
        return outcome.ToResult(GlobalId.Encode("Referral", input.ReferralId), _ => new ChooseReferralRewardPayload(progress));
    }

    /// <summary>Shows the account among those who bring most, by first name and initial, or takes it off again.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>]
    public static async Task<MutationResult<ListOnLeaderboardPayload>> ListOnLeaderboardAsync(
        ListOnLeaderboardInput input, ReferralLeaderboard leaderboard, CallerAccess caller, CancellationToken cancellation) =>
        (await leaderboard.ListAsync(input.AccountId, input.Listed, caller.Caller, cancellation)).ToResult(
            GlobalId.Encode("Account", input.AccountId), account => new ListOnLeaderboardPayload(account));

    /// <summary>
    /// Attributes a sign-up that came without a link, within days and under everything that a sign-up by a link is held to. What the account has done since counts; a hold begins now.
    /// </summary>
    [Authorize(Policy = Policies.Support)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<ValidationError>, Error<NotEligibleError>]
    public static async Task<MutationResult<AttributeSignUpPayload>> AttributeSignUpAsync(
        AttributeSignUpInput input, ReferralClaims claims, ReferralReader referrals, CallerAccess caller, CancellationToken cancellation)
    {
        var outcome = await claims.AttributeAsync(new ReferralClaim(input.AccountId, input.ReferrerId, input.Program, input.Source, input.Reason), caller.Actor, cancellation);
        var progress = outcome.Value is { } referral ? (await referrals.ProgressAsync([referral.Id], cancellation))[referral.Id] : null;
        var missing = outcome.Refusal switch
        {
            NotFound { What: "account" } => GlobalId.Encode("Account", input.AccountId),
            NotFound { What: "referrer" } => GlobalId.Encode("Account", input.ReferrerId),
            _ => input.Program,
        };
        return outcome.ToResult(missing, _ => new AttributeSignUpPayload(progress));
    }
}
