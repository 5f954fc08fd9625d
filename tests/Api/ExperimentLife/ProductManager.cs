using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests.ExperimentLife;

/// <summary>Somebody who leads experiments through their life, over GraphQL.</summary>
internal sealed class ProductManager(TestHost host, string token)
{
    private const string Errors = "errors { __typename ... on Error { message } ... on ValidationError { field } ... on WrongStateError { state } ... on VersionConflictError { currentVersion } }";

    public string Token => token;

    public static async Task<ProductManager> OfAsync(TestHost host) => new(host, await host.StaffAsync("PRODUCT_MANAGER"));

    public async Task<JsonNode> ReadAsync(string key, string selection) =>
        (await host.QueryAsync($"query($key: String!) {{ experiment(key: $key) {{ {selection} }} }}", new { key }, token))["experiment"]!;

    /// <summary>Sends a mutation of an experiment from the version it has now; it must be done.</summary>
    public async Task<JsonNode> DoAsync(string mutation, string key, params (string Name, object? Value)[] more)
    {
        var payload = await TryAsync(mutation, key, (int)(await ReadAsync(key, "version"))["version"]!, more);
        payload["errors"].ShouldBeNull();
        return payload["experiment"]!;
    }

    /// <summary>The same from a version of one's own; look at the errors yourself.</summary>
    public Task<JsonNode> TryAsync(string mutation, string key, int version, params (string Name, object? Value)[] more)
    {
        var input = new Dictionary<string, object?> { ["key"] = key, ["expectedVersion"] = version, ["reason"] = "A test says so." };
        foreach (var (name, value) in more)
            input[name] = value;
        return SendAsync(mutation, input);
    }

    public async Task<JsonNode> SendAsync(string mutation, IReadOnlyDictionary<string, object?> input)
    {
        var type = char.ToUpperInvariant(mutation[0]) + mutation[1..] + "Input";
        var errors = mutation switch
        {
            "createExperiment" => "errors { __typename ... on Error { message } ... on ValidationError { field } ... on LayerFullError { freeTraffic } }",
            _ => Errors,
        };
        return (await host.QueryAsync(
            $"mutation($input: {type}!) {{ {mutation}(input: $input) {{ experiment {{ key name state version traffic audience arms {{ variant weight control }} layer {{ key }} }} {errors} }} }}",
            new { input }, token))[mutation]!;
    }
}
