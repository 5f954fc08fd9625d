namespace Marketplace.Api.Hosting;

/// <summary>Where the console sends people to sign in: to the OpenID provider whose tokens are believed, as the client it is registered as there.</summary>
/// <param name="Authority">The provider's address.</param>
/// <param name="ClientId">The console's client at the provider: public, with authorization codes and PKCE, redirecting to /console/signed-in.</param>
/// <param name="Scope">What the console asks for; some providers want a scope of the API named.</param>
internal sealed record ConsoleSignIn(string Authority, string ClientId, string Scope)
{
    /// <summary>Null where no client is named: the console then takes a token by hand.</summary>
    public static ConsoleSignIn? Read(IConfiguration configuration) =>
        configuration["Auth:Authority"] is { Length: > 0 } authority && configuration["Auth:ConsoleClientId"] is { Length: > 0 } client
            ? new ConsoleSignIn(authority.TrimEnd('/'), client, configuration["Auth:ConsoleScope"] is { Length: > 0 } scope ? scope : "openid profile")
            : null;

    /// <summary>What the page must be allowed to reach: the provider's description of itself, and its tokens.</summary>
    public string Origin => new Uri(Authority).GetLeftPart(UriPartial.Authority);
}
