using System.IdentityModel.Tokens.Jwt;
using System.Security.Claims;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Api.SignIn;

/// <summary>Signs anybody in as anybody, in development.</summary>
public static class DevelopmentTokens
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    /// <summary>Maps POST /dev/token where development tokens are on, which the host refuses to start with outside Development.</summary>
    public static void MapDevelopmentTokens(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        if (services.GetRequiredService<SignInSettings>().DevelopmentTokens && services.GetRequiredService<IHostEnvironment>().IsDevelopment())
            // An expired token is no reason to be refused a new one.
            endpoints.MapPost("/dev/token", IssueAsync).AllowAnonymous().AcceptsOtherTokens();
    }

    private static async Task<IResult> IssueAsync(HttpContext context, SignInSettings settings, DevelopmentKeys keys, IDevelopmentSubjects subjects, CancellationToken cancellation)
    {
        var (request, problem) = await DevelopmentTokenRequest.ReadAsync(context.Request.Body, cancellation);
        if (request is null)
            return Results.Problem(title: "No token", detail: problem, statusCode: StatusCodes.Status400BadRequest);

        var subject = request.AccountId is { } account ? await subjects.SubjectOfAsync(account, cancellation) : SubjectWithoutAccount(request.Roles);
        if (subject is null)
            return Results.Problem(title: "No token", detail: "There is no account with this id. Its id is the one the API gives, for example of registerAccount.", statusCode: StatusCodes.Status404NotFound);

        var token = Issue(subject, request.Roles, await keys.CurrentAsync(cancellation), settings.Audience, TimeProvider.System.GetUtcNow());
        return Results.Json(new { token });
    }

    internal static string Issue(string subject, IEnumerable<string> roles, SecurityKey key, string audience, DateTimeOffset now)
    {
        List<Claim> claims = [new(SignInClaims.Subject, subject), .. roles.Select(role => new Claim(SignInClaims.Roles, role))];
        var token = new JwtSecurityToken(
            issuer: BearerTokens.DevelopmentIssuer,
            audience: audience,
            claims: claims,
            notBefore: now.UtcDateTime,
            expires: now.Add(Lifetime).UtcDateTime,
            signingCredentials: new SigningCredentials(key, SecurityAlgorithms.HmacSha256));
        return new JwtSecurityTokenHandler().WriteToken(token);
    }

    // The same staff member each time, so that the audit log reads well; otherwise somebody new, who may register an account.
    private static string SubjectWithoutAccount(IReadOnlyList<string> roles)
    {
        var staff = roles.Where(role => RoleNames.Staff.Contains(role, StringComparer.Ordinal)).Select(role => role.ToLowerInvariant()).Order(StringComparer.Ordinal).ToList();
        return staff.Count > 0 ? $"staff:{string.Join('+', staff)}" : $"person:{Guid.NewGuid():N}";
    }
}
