using System.Text.Json;
using Experiments.Flags;
using Experiments.Lifecycle;
using Microsoft.Extensions.DependencyInjection;

namespace Testing;

/// <summary>A flag that tests turn, and the keys that programs read it with.</summary>
public static class FlagSwitch
{
    public const string Key = "new-checkout";

    /// <summary>On: true. Off: false.</summary>
    public static async Task CreateFlagAsync(this TestHost host, string key = Key, string on = "true", string off = "false")
    {
        await using var scope = host.Services.CreateAsyncScope();
        var created = await scope.ServiceProvider.GetRequiredService<FlagService>().CreateAsync(
            new NewFlag(key, "Which checkout is shown", [new FlagVariant("on", Json(on)), new FlagVariant("off", Json(off))], Enabled: true, DefaultVariant: "on", OffVariant: "off"),
            "tester",
            CancellationToken.None);
        if (created.Refusal is { } refusal)
            throw new InvalidOperationException(refusal.Message);
    }

    /// <summary>Turns the flag as another node would: the change comes by PostgreSQL alone. The answer is the new version of the state.</summary>
    public static Task<long> TurnFlagAsync(this TestHost host, string key = Key) => host.ScalarAsync<long>($"""
        with turned as (update experiments.flag set enabled = not enabled, version = version + 1 where key = '{key}' returning version),
        state as (update experiments.state_version set version = version + 1 returning version),
        told as (select pg_notify('experiments_changed', '') from state)
        select state.version from state, turned, told
        """);

    public static async Task<(string Id, string Secret)> CreateKeyAsync(this TestHost host, string name = "shop")
    {
        var made = await host.MutateAsync("createApiKey", "apiKey { id } secret", new { name }, await host.StaffAsync("PRODUCT_MANAGER"));
        return made["errors"] is null ? ((string)made["apiKey"]!["id"]!, (string)made["secret"]!) : throw new InvalidOperationException(made.ToJsonString());
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
