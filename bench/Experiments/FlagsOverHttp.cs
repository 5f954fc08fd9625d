using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Bench.Experiments;

/// <summary>What a product manager does on a host that is measured.</summary>
internal static class FlagsOverHttp
{
    private static readonly string[] Roles = ["PRODUCT_MANAGER"];

    public static async Task<string> StaffAsync(this HostProcess host)
    {
        using var response = await host.Http.PostAsJsonAsync("/dev/token", new { accountId = (string?)null, roles = Roles });
        response.EnsureSuccessStatusCode();
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["token"]!;
    }

    public static async Task<JsonNode> MutateAsync(this HostProcess host, string field, string selection, object input, string token)
    {
        var type = char.ToUpperInvariant(field[0]) + field[1..] + "Input";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query = $"mutation($input: {type}!) {{ {field}(input: $input) {{ {selection} errors {{ ... on Error {{ code message }} }} }} }}", variables = new { input } }),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await host.Http.SendAsync(request);
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        return answer["data"]?[field] is { } payload && payload["errors"] is null ? payload : throw new InvalidOperationException(answer.ToJsonString());
    }

    public static async Task<string> ApiKeyAsync(this HostProcess host)
        => (string)(await host.MutateAsync("createApiKey", "secret", new { name = "bench" }, await host.StaffAsync()))["secret"]!;
}
