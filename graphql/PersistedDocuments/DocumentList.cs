using System.Text;
using System.Text.Json;

namespace GraphQL.PersistedDocuments;

/// <summary>Reads the lists that tools of clients write: an object of ids and documents (Relay, GraphQL Code Generator), or Apollo's manifest.</summary>
internal static class DocumentList
{
    public static IEnumerable<TrustedText> Read(string path, string text, List<string> errors)
    {
        JsonElement list;
        try
        {
            list = JsonElement.Parse(text);
        }
        catch (JsonException failure)
        {
            errors.Add($"{path}: {failure.Message}");
            return [];
        }

        if (Entries(list) is { } entries)
            return entries.Select(entry => Document(path, entry.Id, entry.Text, errors)).OfType<TrustedText>().ToList();
        errors.Add($"{path}: this is no list of documents. It must be an object of ids and documents, or a manifest of persisted queries.");
        return [];
    }

    private static List<(string Id, string Text)>? Entries(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Object)
            return null;
        if (!list.TryGetProperty("operations", out var operations) || operations.ValueKind != JsonValueKind.Array)
        {
            return list.EnumerateObject().All(entry => entry.Value.ValueKind == JsonValueKind.String)
                ? [.. list.EnumerateObject().Select(entry => (entry.Name, entry.Value.GetString()!))]
                : null;
        }

        var entries = new List<(string, string)>();
        foreach (var operation in operations.EnumerateArray())
        {
            if (operation.ValueKind != JsonValueKind.Object || TextOf(operation, "id") is not { } id || TextOf(operation, "body") is not { } body)
                return null;
            entries.Add((id, body));
        }

        return entries;
    }

    private static string? TextOf(JsonElement operation, string name) =>
        operation.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static TrustedText? Document(string path, string id, string text, List<string> errors)
    {
        if (!id.StartsWith(DocumentHash.Prefix, StringComparison.Ordinal))
            return new TrustedText(path, text, [id], []);
        if (id == DocumentHash.Prefix + DocumentHash.Of(Encoding.UTF8.GetBytes(text)))
            return new TrustedText(path, text, [], []);
        errors.Add($"{path}: {id} is not the hash of its document.");
        return null;
    }
}
