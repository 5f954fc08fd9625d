using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marketplace.Api.Seeding;

/// <summary>A client like any other: signs in through /dev/token and sends GraphQL over HTTP.</summary>
internal sealed class SeedClient(string address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(address) };

    public async Task<string> SignInAsync(string? account, CancellationToken cancellation, params string[] roles)
    {
        var answer = await PostAsync("/dev/token", new JsonObject { ["accountId"] = account, ["roles"] = new JsonArray([.. roles.Select(r => (JsonNode)r)]) }, null, cancellation);
        return (string)answer["token"]!;
    }

    /// <summary>The mutation's payload; a failure is an exception.</summary>
    public async Task<JsonNode> MutateAsync(string field, string inputType, string selection, JsonObject input, string? token, CancellationToken cancellation)
    {
        var query = $"mutation($input: {inputType}!) {{ {field}(input: $input) {{ {selection} errors {{ ... on Error {{ code message }} }} }} }}";
        var answer = await PostAsync("/graphql", new JsonObject { ["query"] = query, ["variables"] = new JsonObject { ["input"] = input } }, token, cancellation);
        var payload = answer["data"]?[field];
        return payload is not null && payload["errors"] is null ? payload : throw new InvalidOperationException($"{field}: {answer.ToJsonString()}");
    }

    public async Task<JsonNode> QueryAsync(string query, string? token, CancellationToken cancellation) =>
        (await PostAsync("/graphql", new JsonObject { ["query"] = query }, token, cancellation))["data"]!;

    private async Task<JsonNode> PostAsync(string path, JsonObject body, string? token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{path} answered {(int)response.StatusCode}: {text}");
    }

    public void Dispose() => _http.Dispose();
}
