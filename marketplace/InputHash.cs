using System.Security.Cryptography;
using System.Text.Json;

namespace Marketplace;

/// <summary>What an input was, so that an idempotency key cannot be used again for something else.</summary>
internal static class InputHash
{
    public static byte[] Of<T>(T input) => SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(input));

    public static Invalid? CheckKey(string key) =>
        key.Length is 0 or > 200 ? new Invalid("idempotencyKey", "An idempotency key of 1 to 200 characters is expected.") : null;
}
