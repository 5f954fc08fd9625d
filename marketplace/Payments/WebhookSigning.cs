using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Payments;

/// <summary>
/// How a gateway proves that an event is its own: <c>t=1700000000,v1=…</c>, the second being HMAC-SHA256 of "t.body" in hex. A gateway that changes
/// its key signs with both for a while: any v1 counts. What is older, or further ahead, than the tolerance is refused, so that nobody plays back what was overheard.
/// </summary>
public sealed class WebhookSigning(byte[] key, TimeSpan tolerance)
{
    public const int LeastKeyBytes = 16;

    /// <summary>A signing that only this process can satisfy: for a host that no outside gateway calls.</summary>
    public static WebhookSigning OfThisProcess(TimeSpan tolerance) => new(RandomNumberGenerator.GetBytes(32), tolerance);

    public string Sign(ReadOnlySpan<byte> body, DateTimeOffset at)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={seconds},v1={Convert.ToHexStringLower(Mac(seconds, body))}";
    }

    public bool IsSigned(string? header, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        string? seconds = null;
        var signed = false;
        var signatures = new List<string>();
        foreach (var part in (header ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith("t=", StringComparison.Ordinal))
            {
                seconds ??= part[2..];
            }
            else if (part.StartsWith("v1=", StringComparison.Ordinal))
            {
                signatures.Add(part[3..]);
            }
        }

        if (!long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || Math.Abs((decimal)now.ToUnixTimeSeconds() - at) > (decimal)tolerance.TotalSeconds)
        {
            return false;
        }

        var expected = Mac(seconds, body);
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        foreach (var signature in signatures)
        {
            signed |= signature.Length == given.Length * 2
                && Convert.FromHexString(signature, given, out _, out _) == System.Buffers.OperationStatus.Done
                && CryptographicOperations.FixedTimeEquals(expected, given);
        }

        return signed;
    }

    private byte[] Mac(string seconds, ReadOnlySpan<byte> body)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        mac.AppendData(Encoding.ASCII.GetBytes(seconds + "."));
        mac.AppendData(body);
        return mac.GetHashAndReset();
    }
}
