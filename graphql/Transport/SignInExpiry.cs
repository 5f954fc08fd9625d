using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace GraphQL.Transport;

/// <summary>When a user must sign in again, as the host's authentication or the token itself says: whatever outlives a request ends then.</summary>
internal static class SignInExpiry
{
    public static DateTimeOffset? Of(HttpContext context) => Of(context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult, context.User);

    public static DateTimeOffset? Of(AuthenticateResult? result, ClaimsPrincipal user)
    {
        if (result?.Properties?.ExpiresUtc is { } expires)
            return expires;
        return long.TryParse(user.FindFirst("exp")?.Value, CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }
}
