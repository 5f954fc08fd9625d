using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Database;

namespace Marketplace.Jobs;

/// <summary>What a token promises: this talent may propose to this job for this price until then.</summary>
public sealed record PromisedPrice(JobId Job, AccountId Talent, int Connects, DateTimeOffset ValidUntil);

/// <summary>Quotes are tokens that nobody can make or change: the promise in clear, and its HMAC-SHA256.</summary>
public sealed class QuoteSigner(SigningKeys keys)
{
    private const string Purpose = "quote";

    public async ValueTask<string> SignAsync(PromisedPrice promise, CancellationToken cancellation)
    {
        var key = await keys.CurrentAsync(Purpose, cancellation);
        var text = string.Create(CultureInfo.InvariantCulture, $"{key.Id}.{promise.Job}.{promise.Talent}.{promise.Connects}.{promise.ValidUntil.ToUnixTimeMilliseconds()}");
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(key.Secret, Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>The promise, or null when the token was not signed by us or has been changed.</summary>
    public async ValueTask<PromisedPrice?> VerifyAsync(string token, CancellationToken cancellation)
    {
        var end = token.LastIndexOf('.');
        if (token.Length > 300 || end < 0 || token[..end].Split('.') is not [var id, var job, var talent, var connects, var until]
            || !Number(id, out var keyId) || !Number(job, out var jobId) || !Number(talent, out var talentId)
            || !int.TryParse(connects, NumberStyles.None, CultureInfo.InvariantCulture, out var price) || !Number(until, out var milliseconds))
        {
            return null;
        }

        if (await keys.ByIdAsync(Purpose, keyId, cancellation) is not { } key)
        {
            return null;
        }

        var expected = Base64Url.EncodeToUtf8(HMACSHA256.HashData(key.Secret, Encoding.ASCII.GetBytes(token[..end])));
        return CryptographicOperations.FixedTimeEquals(expected, Encoding.UTF8.GetBytes(token[(end + 1)..]))
            ? new PromisedPrice(new JobId(jobId), new AccountId(talentId), price, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
            : null;
    }

    private static bool Number(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
