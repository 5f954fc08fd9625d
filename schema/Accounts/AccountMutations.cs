using Marketplace.Accounts;
using Marketplace.Schema.Errors;

namespace Marketplace.Schema.Accounts;

/// <summary>`phone` and `deviceId` feed the referral checks; without `referralCode` the attribution cookie counts.</summary>
public sealed record RegisterAccountInput(
    AccountKind Kind, string DisplayName, string Email, CountryCode Country, string? Phone = null, string? ReferralCode = null, string? DeviceId = null);

public sealed record RegisterAccountPayload(Account? Account);

[MutationType]
public static class AccountMutations
{
    /// <summary>Anyone may register; signed in, the account is bound to the caller's subject.</summary>
    [AllowAnonymous]
    [Error<ValidationError>, Error<NotFoundError>, Error<ForbiddenError>]
    public static async Task<MutationResult<RegisterAccountPayload>> RegisterAccountAsync(
        RegisterAccountInput input, AccountRegistration registration, CallerAccess caller, CancellationToken cancellation)
    {
        var account = new NewAccount(input.Kind, input.DisplayName, input.Email, input.Phone, input.Country.Value, input.DeviceId, input.ReferralCode, caller.Visitor);
        return (await registration.RegisterAsync(account, caller.Caller, cancellation)).ToResult(input.ReferralCode ?? "", a => new RegisterAccountPayload(a));
    }
}
