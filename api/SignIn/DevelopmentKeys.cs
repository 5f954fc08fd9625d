using System.Collections.Concurrent;
using System.Globalization;
using System.IdentityModel.Tokens.Jwt;
using Marketplace.Database;
using Microsoft.IdentityModel.Tokens;

namespace Marketplace.Api.SignIn;

/// <summary>The keys of development tokens. They live in the database, so that a token outlives the host's restart.</summary>
internal sealed class DevelopmentKeys(SigningKeys keys)
{
    private const string Purpose = "development-token";

    // A token's signature is checked by code that cannot wait for the database, so its key is fetched before.
    private readonly ConcurrentDictionary<string, SecurityKey> fetched = new(StringComparer.Ordinal);

    public async Task<SecurityKey> CurrentAsync(CancellationToken cancellation) => Convert(await keys.CurrentAsync(Purpose, cancellation));

    public async Task FetchAsync(string token, CancellationToken cancellation)
    {
        if (KeyNamedBy(token) is not { } name || fetched.ContainsKey(name) || !long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return;
        if (await keys.ByIdAsync(Purpose, id, cancellation) is { } key)
            fetched[name] = Convert(key);
    }

    public IEnumerable<SecurityKey> Fetched(string? name) => name is not null && fetched.TryGetValue(name, out var key) ? [key] : [];

    private static string? KeyNamedBy(string token)
    {
        try
        {
            return new JwtSecurityTokenHandler().ReadJwtToken(token).Header.Kid;
        }
        catch (Exception malformed) when (malformed is ArgumentException or SecurityTokenException or FormatException)
        {
            return null;
        }
    }

    private static SymmetricSecurityKey Convert(SigningKey key) =>
        new(key.Secret)
        {
            KeyId = key.Id.ToString(CultureInfo.InvariantCulture),
            // Remembered by name alone, the first key of one database would sign for every other in this process.
            CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false },
        };
}
