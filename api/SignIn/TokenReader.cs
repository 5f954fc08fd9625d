using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace Marketplace.Api.SignIn;

/// <summary>Who a token names, and until when.</summary>
public sealed record SignedIn(ClaimsPrincipal Principal, DateTimeOffset Expires);

/// <summary>Reads a token that came otherwise than in a header: a WebSocket presents it in connection_init.</summary>
public sealed class TokenReader(IServiceScopeFactory scopes)
{
    /// <summary>Null when the token is not believed.</summary>
    public async Task<SignedIn?> ReadAsync(string token, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        // The handler of the HTTP requests judges this token too, so that there is one set of rules.
        var request = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = cancellation };
        request.Request.Headers.Authorization = $"Bearer {token}";
        var result = await request.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        return result is { Succeeded: true, Principal: var principal }
            && long.TryParse(principal.FindFirst(SignInClaims.Expires)?.Value, CultureInfo.InvariantCulture, out var seconds)
                ? new SignedIn(principal, DateTimeOffset.FromUnixTimeSeconds(seconds))
                : null;
    }
}
