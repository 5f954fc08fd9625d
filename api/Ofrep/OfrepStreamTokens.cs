using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Database;

namespace Marketplace.Api.Ofrep;

/// <summary>
/// What opens an event stream, in its address, since browsers send no headers with it. It ends within half an hour and opens nothing else; all that are
/// handed out to one caller in one quarter of an hour are the same, so that answers with them can be compared.
/// </summary>
internal sealed class OfrepStreamTokens(SigningKeys keys, TimeProvider clock)
{
    private const string Purpose = "ofrep-stream";
    private const long StepSeconds = 15 * 60;
    private readonly ConcurrentDictionary<long, (long Step, string Token)> _ofKeys = new();

    /// <summary>The step that tokens handed out now belong to.</summary>
    public long Step => clock.GetUtcNow().ToUnixTimeSeconds() / StepSeconds;

    public ValueTask<string> IssueAsync(OfrepCaller caller, long step, CancellationToken cancellation) =>
        caller.IsApiKey && _ofKeys.TryGetValue(caller.ApiKey, out var known) && known.Step == step
            ? ValueTask.FromResult(known.Token)
            : MakeAsync(caller, step, cancellation);

    /// <summary>Whom a token was handed out to; null when it is not ours or has ended.</summary>
    public async ValueTask<OfrepCaller?> ReadAsync(string? token, CancellationToken cancellation)
    {
        if (token is not { Length: > 0 and <= 200 } || token.Split('.') is not [var signedBy, var apiKey, var person, var until, var ends, var signature]
            || !TryNumber(signedBy, out var keyId) || !TryNumber(apiKey, out var caller) || !TryNumber(until, out var signInEnds) || !TryNumber(ends, out var end)
            || await keys.ByIdAsync(Purpose, keyId, cancellation) is not { } key
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(key, token[..token.LastIndexOf('.')])), Encoding.UTF8.GetBytes(signature)))
        {
            return null;
        }

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        if (now >= end || (caller == 0 && now >= signInEnds))
        {
            return null;
        }

        return new OfrepCaller(caller, caller == 0 ? person : null, caller == 0 ? DateTimeOffset.FromUnixTimeSeconds(signInEnds) : null);
    }

    private async ValueTask<string> MakeAsync(OfrepCaller caller, long step, CancellationToken cancellation)
    {
        var key = await keys.CurrentAsync(Purpose, cancellation);
        var text = string.Create(CultureInfo.InvariantCulture, $"{key.Id}.{caller.ApiKey}.{PersonOf(key, caller)}.{caller.Until?.ToUnixTimeSeconds() ?? 0}.{(step + 2) * StepSeconds}");
        var token = $"{text}.{Sign(key, text)}";
        if (caller.IsApiKey)
        {
            _ofKeys[caller.ApiKey] = (step, token);
        }

        return token;
    }

    // Seconds of any year a date can name.
    private static bool TryNumber(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < 253_402_300_800;

    // Addresses get into logs: the same person is known by it again, and nobody learns who it is.
    private static string PersonOf(SigningKey key, OfrepCaller caller) => caller.Subject is { } subject ? Sign(key, $"person {subject}")[..16] : "0";

    private static string Sign(SigningKey key, string text) => Base64Url.EncodeToString(HMACSHA256.HashData(key.Secret, Encoding.UTF8.GetBytes(text)));
}
