using System.Text.Json;

namespace Marketplace.Payments;

/// <param name="Id">The gateway's name for the event: it is counted once.</param>
/// <param name="Kind">payment.settled, payment.declined, payment.charged_back, payment.refunded; a gateway has others, which are not for us.</param>
/// <param name="Reference">Our name for the charge.</param>
/// <param name="Cents">How much went back, where it was not all of it.</param>
public sealed record GatewayEvent(string Id, string Kind, string Reference, long? Cents = null)
{
    public const string Settled = "payment.settled";

    private static readonly JsonDocumentOptions Shallow = new() { MaxDepth = 16 };

    public bool IsKnown => Kind is Settled or "payment.declined" or "payment.charged_back" or "payment.refunded";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        Cents is { } amount ? new { id = Id, type = Kind, data = new { reference = Reference, amount } } : (object)new { id = Id, type = Kind, data = new { reference = Reference } });

    /// <summary>Null when the body is no event.</summary>
    public static GatewayEvent? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Shallow);
            return Text(json.RootElement, "id", 200) is { } id && Text(json.RootElement, "type", 200) is { } kind
                && json.RootElement.TryGetProperty("data", out var data) && Text(data, "reference", 500) is { } reference && TryAmount(data, out var cents)
                ? new GatewayEvent(id, kind, reference, cents)
                : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // An unpaired surrogate is not JSON's mistake but no text either.
            return null;
        }
    }

    // Cents, whole and more than none; absent is all of the charge.
    private static bool TryAmount(JsonElement data, out long? cents)
    {
        cents = null;
        if (!data.TryGetProperty("amount", out var amount) || amount.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (amount.ValueKind != JsonValueKind.Number || !amount.TryGetInt64(out var given) || given < 1)
        {
            return false;
        }

        cents = given;
        return true;
    }

    private static string? Text(JsonElement parent, string name, int most) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text && text.Length <= most && !text.Any(char.IsControl) ? text : null;
}
