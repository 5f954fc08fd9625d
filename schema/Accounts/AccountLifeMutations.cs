using Marketplace.Accounts;
using Marketplace.Schema.Errors;

namespace Marketplace.Schema.Accounts;

/// <summary>The code that was sent; staff may leave it out.</summary>
public sealed record VerifyEmailInput([property: ID("Account")] AccountId AccountId, string? Code = null);

public sealed record VerifyEmailPayload(Account? Account);

/// <summary>The code that was sent; staff may leave it out.</summary>
public sealed record VerifyPhoneInput([property: ID("Account")] AccountId AccountId, string? Code = null);

public sealed record VerifyPhonePayload(Account? Account);

public sealed record RequestVerificationCodeInput([property: ID("Account")] AccountId AccountId, ContactChannel Channel);

public sealed record RequestVerificationCodePayload(Account? Account);

public sealed record ApproveProfileInput([property: ID("Account")] AccountId AccountId);

public sealed record ApproveProfilePayload(Account? Account);

public sealed record RecordReadinessTestInput([property: ID("Account")] AccountId AccountId, bool Passed);

public sealed record RecordReadinessTestPayload(Account? Account);

public sealed record AwardBadgeInput([property: ID("Account")] AccountId AccountId, Badge Badge);

public sealed record AwardBadgePayload(Account? Account);

public sealed record AddAgencyMemberInput([property: ID("Account")] AccountId AgencyId, [property: ID("Account")] AccountId FreelancerId);

public sealed record AddAgencyMemberPayload(Agency? Agency);

[MutationType]
public static class AccountLifeMutations
{
    /// <summary>Proves the account's email address.</summary>
    [Authorize(Policy = Policies.SignedIn)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>, Error<ValidationError>]
    public static async Task<MutationResult<VerifyEmailPayload>> VerifyEmailAsync(VerifyEmailInput input, ContactVerification contacts, CallerAccess caller, CancellationToken cancellation) =>
        (await contacts.VerifyAsync(input.AccountId, ContactChannel.Email, input.Code, caller.Caller, cancellation)).ToResult(GlobalId.Encode("Account", input.AccountId), a => new VerifyEmailPayload(a));

    /// <summary>Proves the account's phone number.</summary>
    [Authorize(Policy = Policies.SignedIn)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>, Error<ValidationError>]
    public static async Task<MutationResult<VerifyPhonePayload>> VerifyPhoneAsync(VerifyPhoneInput input, ContactVerification contacts, CallerAccess caller, CancellationToken cancellation) =>
        (await contacts.VerifyAsync(input.AccountId, ContactChannel.Phone, input.Code, caller.Caller, cancellation)).ToResult(GlobalId.Encode("Account", input.AccountId), a => new VerifyPhonePayload(a));

    /// <summary>Sends a new code to the account's email address or phone; the one before is worth nothing any more.</summary>
    [Authorize(Policy = Policies.SignedIn)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>, Error<ValidationError>]
    public static async Task<MutationResult<RequestVerificationCodePayload>> RequestVerificationCodeAsync(
        RequestVerificationCodeInput input, ContactVerification contacts, CallerAccess caller, CancellationToken cancellation) =>
        (await contacts.SendAsync(input.AccountId, input.Channel, caller.Caller, cancellation)).ToResult(GlobalId.Encode("Account", input.AccountId), a => new RequestVerificationCodePayload(a));

    /// <summary>Approves a freelancer's profile, which brings free Connects once.</summary>
    [Authorize(Policy = Policies.Support)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>]
    public static async Task<MutationResult<ApproveProfilePayload>> ApproveProfileAsync(ApproveProfileInput input, TalentProgress progress, CancellationToken cancellation) =>
        (await progress.ApproveProfileAsync(input.AccountId, cancellation)).ToResult(GlobalId.Encode("Account", input.AccountId), a => new ApproveProfilePayload(a));

    /// <summary>Records a readiness test; a person's first pass brings free Connects.</summary>
    [Authorize(Policy = Policies.Support)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>]
    public static async Task<MutationResult<RecordReadinessTestPayload>> RecordReadinessTestAsync(RecordReadinessTestInput input, TalentProgress progress, CancellationToken cancellation) =>
        (await progress.RecordReadinessTestAsync(input.AccountId, input.Passed, cancellation)).ToResult(GlobalId.Encode("Account", input.AccountId), a => new RecordReadinessTestPayload(a));

    /// <summary>Awards a badge; Rising Talent brings free Connects once ever.</summary>
    [Authorize(Policy = Policies.Support)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>, Error<WrongStateError>]
    public static async Task<MutationResult<AwardBadgePayload>> AwardBadgeAsync(AwardBadgeInput input, TalentProgress progress, CancellationToken cancellation) =>
        (await progress.AwardBadgeAsync(input.AccountId, input.Badge, cancellation)).ToResult(GlobalId.Encode("Account", input.AccountId), a => new AwardBadgePayload(a));

    /// <summary>Lets a freelancer act for the agency.</summary>
    [Authorize(Policy = Policies.Owner)]
    [Error<NotFoundError>, Error<ForbiddenError>, Error<AccountNotActiveError>, Error<WrongStateError>]
    public static async Task<MutationResult<AddAgencyMemberPayload>> AddAgencyMemberAsync(AddAgencyMemberInput input, AgencyMembers members, CallerAccess caller, CancellationToken cancellation)
    {
        var outcome = await members.AddAsync(input.AgencyId, input.FreelancerId, caller.Caller, cancellation);
        return outcome.ToResult(GlobalId.Encode("Account", outcome.Refusal is NotFound { What: "freelancer" } ? input.FreelancerId : input.AgencyId), a => new AddAgencyMemberPayload((Agency)a));
    }
}
