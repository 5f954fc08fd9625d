using System.Text.Json;
using GraphQL.Requests;

namespace GraphQL.PersistedDocuments;

/// <summary>Reads <c>extensions.persistedQuery</c> of the protocol for automatic persisted queries.</summary>
internal static class PersistedQueryExtension
{
    /// <summary>The hash; null when the extension is absent.</summary>
    public static string? HashOf(JsonElement extensions)
    {
        if (extensions.ValueKind != JsonValueKind.Object
            || !extensions.TryGetProperty("persistedQuery", out var persisted) || persisted.ValueKind == JsonValueKind.Null)
            return null;
        if (persisted.ValueKind != JsonValueKind.Object)
            throw new BadRequestException("\"extensions.persistedQuery\" must be an object.");
        if (!persisted.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != 1)
            throw new BadRequestException("Unsupported persisted query version");
        return persisted.TryGetProperty("sha256Hash", out var hash) && hash.ValueKind == JsonValueKind.String && hash.GetString() is { Length: > 0 } text
            ? text
            : throw new BadRequestException("\"extensions.persistedQuery.sha256Hash\" must be a string.");
    }
}
