using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Experiments.Flags;
using Experiments.Lifecycle;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Api.Tests.Ofrep;

/// <summary>What a client of the protocol sends, and the flag that these tests turn.</summary>
internal static class FlagReading
{
    public const string Flag = "new-checkout";

    /// <summary>On: true. Off: false.</summary>
    public static async Task CreateFlagAsync(this TestHost host, string key = Flag, string on = "true", string off = "false")
    {
        await using var scope = host.Services.CreateAsyncScope();
        var created = await scope.ServiceProvider.GetRequiredService<FlagService>().CreateAsync(
            new NewFlag(key, "Which checkout is shown", [new FlagVariant("on", Json(on)), new FlagVariant("off", Json(off))], Enabled: true, DefaultVariant: "on", OffVariant: "off"),
            "tester",
            TestContext.Current.CancellationToken);
        created.Refusal.ShouldBeNull();
    }

    /// <summary>Turns the flag as a node that this host is not would: the change comes by PostgreSQL alone.</summary>
    public static Task<long> TurnAsync(this TestHost host, string key = Flag) => host.ScalarAsync<long>($"""
        with turned as (update experiments.flag set enabled = not enabled, version = version + 1 where key = '{key}' returning version),
        state as (update experiments.state_version set version = version + 1 returning version),
        told as (select pg_notify('experiments_changed', '') from state)
        select state.version from state, turned, told
        """);

    public static async Task<(string Id, string Secret)> CreateKeyAsync(this TestHost host, string name = "shop")
    {
        var made = await host.MutateAsync("createApiKey", "apiKey { id } secret", new { name }, await host.StaffAsync("PRODUCT_MANAGER"));
        made["errors"].ShouldBeNull();
        return ((string)made["apiKey"]!["id"]!, (string)made["secret"]!);
    }

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

    private static System.Text.Json.JsonElement Json(string text) => System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(text);
}

internal sealed record Read(HttpStatusCode Status, JsonNode? Body, HttpResponseHeaders Headers)
{
    public int Code => (int)Status;

    public string? Error => (string?)Body?["errorCode"];

    public string? Tag => Headers.TryGetValues("ETag", out var tags) ? tags.Single() : null;

    public JsonNode? Of(string flag) => Body!["flags"]!.AsArray().SingleOrDefault(f => (string)f!["key"]! == flag);
}
