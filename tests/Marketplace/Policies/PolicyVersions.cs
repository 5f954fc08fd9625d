using System.Text.Json.Nodes;
using Marketplace.Policies;

namespace Marketplace.Tests.Policies;

internal static class PolicyVersions
{
    /// <summary>The policies that ship, with a version after them that changes this.</summary>
    public static PolicyBook With(string changes)
    {
        using var stream = typeof(PolicyBook).Assembly.GetManifestResourceStream("Marketplace.Policies.policies.json")!;
        using var reader = new StreamReader(stream);
        var book = JsonNode.Parse(reader.ReadToEnd())!;
        var version = JsonNode.Parse(changes)!.AsObject();
        version["effectiveFrom"] = "2024-01-01T00:00:00Z";
        book["versions"]!.AsArray().Add(version);
        return PolicyBook.Parse(book.ToJsonString());
    }
}
