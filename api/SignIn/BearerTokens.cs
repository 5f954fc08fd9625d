using System.IdentityModel.Tokens.Jwt;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Api.SignIn;

/// <summary>Which tokens are believed: the provider's, or this host's own in development.</summary>
internal sealed class BearerTokens(SignInSettings settings, DevelopmentKeys keys, IHostEnvironment environment) : IConfigureNamedOptions<JwtBearerOptions>
{
    public const string DevelopmentIssuer = "marketplace-development";

    // Clocks of two machines differ by seconds; the library's five minutes would keep a token alive long after its end.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name == JwtBearerDefaults.AuthenticationScheme)
            Configure(options);
    }

    public void Configure(JwtBearerOptions options)
    {
        options.Audience = settings.Audience;
        options.SecurityTokenValidators.Clear();
        // Claims keep the names the token gives them.
        options.SecurityTokenValidators.Add(new JwtSecurityTokenHandler { MapInboundClaims = false });
        options.TokenValidationParameters = new TokenValidationParameters
        {
            NameClaimType = SignInClaims.Subject,
            RoleClaimType = SignInClaims.Roles,
            ValidAudience = settings.Audience,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ClockSkew = ClockSkew,
            // The library remembers a key by its name alone, and would go on using one that was replaced under the same name.
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
        options.Events = new JwtBearerEvents { OnTokenValidated = RequireSubject, OnChallenge = RefusedToken.AnswerAsync };
        if (settings.DevelopmentTokens)
        {
            options.TokenValidationParameters.ValidIssuer = DevelopmentIssuer;
            options.TokenValidationParameters.IssuerSigningKeyResolver = (_, _, key, _) => keys.Fetched(key);
            options.Events.OnMessageReceived = FetchKeyAsync;
        }
        else
        {
            options.Authority = settings.Authority;
            options.RequireHttpsMetadata = !environment.IsDevelopment();
        }
    }

    private static Task RequireSubject(TokenValidatedContext context)
    {
        if (string.IsNullOrEmpty(SignInClaims.SubjectOf(context.Principal!)))
            context.Fail(new SecurityTokenException("The token names nobody: it has no claim sub."));
        return Task.CompletedTask;
    }

    private Task FetchKeyAsync(MessageReceivedContext context)
    {
        const string Scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? keys.FetchAsync(header[Scheme.Length..].Trim(), context.HttpContext.RequestAborted)
            : Task.CompletedTask;
    }
}
