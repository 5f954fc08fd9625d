namespace Marketplace.Api.SignIn;

/// <summary>The section Auth of the configuration.</summary>
/// <param name="Authority">The OpenID provider whose tokens are believed.</param>
/// <param name="Audience">What a token must have been issued for.</param>
/// <param name="DevelopmentTokens">Whether POST /dev/token issues tokens, signed by this host itself.</param>
internal sealed record SignInSettings(string? Authority, string Audience, bool DevelopmentTokens)
{
    public const string DefaultAudience = "marketplace";

    /// <summary>In development the host issues its own tokens unless a provider is named.</summary>
    public static SignInSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var authority = configuration["Auth:Authority"] is { Length: > 0 } named ? named : null;
        var audience = configuration["Auth:Audience"] is { Length: > 0 } given ? given : DefaultAudience;
        return new SignInSettings(authority, audience, configuration.GetValue("Auth:DevelopmentTokens", environment.IsDevelopment() && authority is null));
    }

    /// <summary>Why the host must not start; null when it may.</summary>
    public string? Problem(IHostEnvironment environment)
    {
        if (DevelopmentTokens && !environment.IsDevelopment())
        {
            return $"Auth:DevelopmentTokens=true lets anybody sign in as anybody, and the environment is {environment.EnvironmentName}. "
                + "Remove it, or run with ASPNETCORE_ENVIRONMENT=Development.";
        }

        // Two sources of trust at once would let the development key speak for the provider.
        if (DevelopmentTokens && Authority is not null)
            return $"Auth:DevelopmentTokens=true and Auth:Authority={Authority} exclude each other. Keep one of them.";
        if (DevelopmentTokens)
            return null;
        if (Authority is null)
            return "Auth:Authority is missing: the address of the OpenID provider whose tokens are believed. Set Auth__Authority (and Auth__Audience).";
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            return $"Auth:Authority must be an address such as https://login.example.com, not \"{Authority}\".";
        return address.Scheme == "http" && !environment.IsDevelopment()
            ? $"Auth:Authority must use https outside Development, since the keys fetched from {Authority} decide who is believed."
            : null;
    }
}
