using Conformance.Tests.Support;
using Marketplace.Api.Ofrep;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Conformance.Tests.OpenFeature;

/// <summary>The providers of OpenFeature as npm publishes them: they read flags of every type, and see one turned.</summary>
public sealed class OpenFeatureProviderTests
{
    [Fact]
    public async Task The_web_provider_reads_flags_by_an_api_key_and_sees_a_toggle()
    {
        await using var host = await TestHost.StartAsync();
        await WatchAsync(host, (await host.CreateKeyAsync()).Secret, "somebody");
    }

    [Fact]
    public async Task The_web_provider_reads_flags_of_whoever_is_signed_in_and_sees_a_toggle()
    {
        await using var host = await TestHost.StartAsync();
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await WatchAsync(host, talent.Token, talent.AccountId);
    }

    [Fact]
    public async Task The_server_provider_reads_flags_and_sees_a_toggle()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateFlagAsync();
        var (_, secret) = await host.CreateKeyAsync();

        var script = RunAsync(host, "server", secret, "somebody");
        await UntilAsync(script, async () => await host.ScalarAsync<bool>("select last_used_at is not null from experiments.api_key"));
        await host.TurnFlagAsync();

        await script;
    }

    private static async Task WatchAsync(TestHost host, string credential, string unit)
    {
        await host.CreateFlagAsync();
        var events = host.Services.GetRequiredService<OfrepEvents>();

        var script = RunAsync(host, "web", credential, unit);
        await UntilAsync(script, () => Task.FromResult(events.Open == 1));
        await host.TurnFlagAsync();

        await script;
        await UntilAsync(null, () => Task.FromResult(events.Open == 0));
    }

    private static Task<string> RunAsync(TestHost host, string script, string credential, string unit) =>
        NodeScript.RunAsync($"OpenFeature/{script}.mjs", ("HOST", host.Address), ("CREDENTIAL", credential), ("UNIT", unit), ("FLAG", FlagSwitch.Key));

    private static async Task UntilAsync(Task? script, Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await holds())
        {
            // What went wrong in the script says more than that nothing happened.
            if (script is { IsCompleted: true })
                await script;
            await Task.Delay(20, limit.Token);
        }
    }
}
