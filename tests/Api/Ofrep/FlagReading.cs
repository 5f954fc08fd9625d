using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests.Ofrep;

/// <summary>What a client of the protocol sends, and what comes back.</summary>
internal static class FlagReading
{
    public const string Flag = FlagSwitch.Key;

    /// <param name="host">The host.</param>
    /// <param name="flag">One flag's key, or null for all.</param>
    /// <param name="body">The body as it is sent.</param>
    /// <param name="bearer">What stands in Authorization.</param>
    /// <param name="tag">What stands in If-None-Match.</param>
    public static async Task<Read> ReadAsync(this TestHost host, string? flag, string body, string? bearer, string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ofrep/v1/evaluate/flags" + (flag is null ? "" : "/" + Uri.EscapeDataString(flag)))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using var response = await host.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Read(response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), response.Headers);
    }

    public static string Context(string targetingKey) => $$$"""{"context":{"targetingKey":"{{{targetingKey}}}"}}""";

}

internal sealed record Read(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)
{
    public int Code => (int)Status;

    public string? Error => (string?)Body?["errorCode"];

    public string? Tag => Headers.TryGetValues("ETag", out var tags) ? tags.Single() : null;

    public JsonNode? Of(string flag) => Body!["flags"]!.AsArray().SingleOrDefault(f => (string)f!["key"]! == flag);
}
