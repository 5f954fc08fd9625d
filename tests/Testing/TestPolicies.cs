using System.Text.Json.Nodes;
using Marketplace.Policies;

namespace Testing;

/// <summary>The policies that ship, with something changed.</summary>
public static class TestPolicies
{
    /// <summary>A version that takes effect after all that ship and states only what it changes: <c>{ "connects": { "maximumBalance": 100 } }</c>.</summary>
    public static PolicyBook With(string changes, DateTimeOffset? from = null) => PolicyBook.Parse(Json(changes, from));

    /// <summary>The same as the file that a host reads.</summary>
    public static string Json(string changes, DateTimeOffset? from = null)
    {
        using var stream = typeof(PolicyBook).Assembly.GetManifestResourceStream("Marketplace.Policies.policies.json")!;
        var book = JsonNode.Parse(stream)!;
        var version = JsonNode.Parse(changes)!;
        version["effectiveFrom"] = from ?? new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
        book["versions"]!.AsArray().Add(version);
        return book.ToJsonString();
    }
}
