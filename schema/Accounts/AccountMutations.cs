using Marketplace.Accounts;
using Marketplace.Schema.Errors;

namespace Marketplace.Schema.Accounts;

/// <summary>`phone` and `deviceId` feed the referral checks.</summary>
public sealed record RegisterAccountInput(AccountKind Kind, string DisplayName, string Email, CountryCode Country, string? Phone = null, string? DeviceId = null);

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
        var account = new NewAccount(input.Kind, input.DisplayName, input.Email, input.Phone, input.Country.Value, input.DeviceId);
        return (await registration.RegisterAsync(account, caller.Caller, cancellation))
            .Match<MutationResult<RegisterAccountPayload>>(a => new RegisterAccountPayload(a), refusal => refusal.ToError());
    }
}
