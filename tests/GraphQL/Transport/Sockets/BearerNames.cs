using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GraphQL.Tests.Transport.Sockets;

/// <summary>A scheme whose tokens are a name and, after a colon, the milliseconds they last.</summary>
internal sealed class BearerNames(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public static void Add(GraphQLServerBuilder server) =>
        server.Services.AddAuthentication("names").AddScheme<AuthenticationSchemeOptions, BearerNames>("names", null);

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        const string Scheme = "Bearer ";
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.Ordinal))
            return Task.FromResult(AuthenticateResult.NoResult());
        var parts = header[Scheme.Length..].Split(':');
        if (parts[0] == "mallory")
            return Task.FromResult(AuthenticateResult.Fail("Nobody believes Mallory."));
        var properties = new AuthenticationProperties();
        if (parts.Length > 1)
            properties.ExpiresUtc = TimeProvider.GetUtcNow().AddMilliseconds(int.Parse(parts[1], CultureInfo.InvariantCulture));
        var identity = new ClaimsIdentity([new(ClaimTypes.Name, parts[0]), new(ClaimTypes.Role, parts[0])], Scheme);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), properties, "names")));
    }
}
