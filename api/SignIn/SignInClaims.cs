using System.Security.Claims;

namespace Marketplace.Api.SignIn;

/// <summary>What a token says of its bearer, by the names the company's provider uses.</summary>
public static class SignInClaims
{
    public const string Subject = "sub";

    public const string Roles = "roles";

    public const string Expires = "exp";

    /// <summary>The person, by the provider's name for it; null when nobody is signed in.</summary>
    public static string? SubjectOf(ClaimsPrincipal principal) => principal.FindFirst(Subject)?.Value;
}
