using System.Text.Json;
using Conformance.Tests.Support;
using Testing;

namespace Conformance.Tests.Http;

/// <summary>An audit and, once it was made, what came of it: "ok", or a status and a reason.</summary>
internal sealed record Audit(string Id, string Name, string? Status, string? Reason)
{
    public static async Task<Audit[]> ListAsync() => Read(await NodeScript.RunAsync("Http/audits.mjs"));

    public static async Task<Audit[]> MakeAsync(TestHost host) => Read(await NodeScript.RunAsync("Http/audits.mjs", ("HOST", host.Address)));

    private static Audit[] Read(string json) => JsonSerializer.Deserialize<Audit[]>(json, JsonSerializerOptions.Web)!;
}
