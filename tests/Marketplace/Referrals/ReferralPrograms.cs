using System.Text.Json.Nodes;
using Marketplace.Policies;
using Marketplace.Tests.Policies;

namespace Marketplace.Tests.Referrals;

/// <summary>The programs that ship, with a version after them that switches templates on or changes them.</summary>
internal static class ReferralPrograms
{
    public static PolicyBook With(params string[] templates) => Changed(programs =>
    {
        foreach (var template in templates)
            programs.Of(template)["enabled"] = true;
    });

    public static PolicyBook Changed(Action<JsonArray> change)
    {
        var referrals = Shipped();
        change(referrals["programs"]!.AsArray());
        return PolicyVersions.With(new JsonObject { ["referrals"] = referrals }.ToJsonString());
    }

    public static JsonObject Of(this JsonArray programs, string key) => programs.Single(p => (string)p!["key"]! == key)!.AsObject();

    public static JsonObject Shipped()
    {
        using var stream = typeof(PolicyBook).Assembly.GetManifestResourceStream("Marketplace.Policies.policies.json")!;
        return JsonNode.Parse(stream)!["versions"]!.AsArray().Last(v => v!["referrals"] is not null)!["referrals"]!.DeepClone().AsObject();
    }
}
