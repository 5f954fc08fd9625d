using Experiments.Exposures;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Api.Tests.Ofrep;

/// <summary>A flag that a program reads for a unit of an experiment is an exposure of that unit.</summary>
public sealed class ExposureTests
{
    [Fact]
    public async Task What_is_read_is_recorded_once_and_what_is_no_part_of_an_experiment_is_not()
    {
        await using var host = await TestHost.StartAsync();
        var (_, secret) = await host.CreateKeyAsync();
        var started = await host.MutateAsync(
            "startExperiment", "experiment { state }", new { key = "double-rate-card", expectedVersion = 1, reason = "A test." }, await host.StaffAsync("PRODUCT_MANAGER"));
        started["errors"].ShouldBeNull();

        for (var time = 0; time < 2; time++)
            (await host.ReadAsync("connects-rate-card", FlagReading.Context("legal"), secret)).Body!["reason"]!.ToString().ShouldBe("SPLIT");
        (await host.ReadAsync("connects-rate-card", FlagReading.Context("writing"), secret)).Code.ShouldBe(200);
        (await host.ReadAsync("connects-rate-card", FlagReading.Context("no-category"), secret)).Body!["reason"]!.ToString().ShouldBe("DEFAULT");
        (await host.ReadAsync("interview-reward", FlagReading.Context("translation"), secret)).Code.ShouldBe(200);
        await host.Services.GetRequiredService<IExposureRecorder>().FlushAsync(TestContext.Current.CancellationToken);

        (await host.ScalarAsync<string>("select string_agg(unit, ' ' order by unit) from experiments.exposure")).ShouldBe("legal writing");
    }

    [Fact]
    public async Task Reading_all_flags_meets_none_by_which_the_marketplace_decides_and_all_others()
    {
        await using var host = await TestHost.StartAsync();
        await host.CreateFlagAsync();
        var (_, secret) = await host.CreateKeyAsync();
        var manager = await host.StaffAsync("PRODUCT_MANAGER");
        (await host.MutateAsync("createExperiment", "experiment { key }", new
        {
            key = "checkout", name = "Checkout", hypothesis = "It sells more.", flagKey = FlagReading.Flag, unit = "ACCOUNT", primaryMetric = "purchases",
            arms = new object[] { new { variant = "on", weight = "50", control = true }, new { variant = "off", weight = "50" } },
        }, manager))["errors"].ShouldBeNull();
        foreach (var key in new[] { "interview-reward", "checkout" })
            (await host.MutateAsync("startExperiment", "experiment { state }", new { key, expectedVersion = 1, reason = "A test." }, manager))["errors"].ShouldBeNull();
        var talent = await MarketplaceClient.FreelancerAsync(host);

        (await talent.QueryAsync("{ viewer { flags { key } } }"))["viewer"]!["flags"]!.AsArray().Count.ShouldBeGreaterThan(1);
        (await host.ReadAsync(null, FlagReading.Context(talent.AccountId), secret)).Code.ShouldBe(200);
        (await ExposedAsync(host)).ShouldBe("checkout");

        await talent.QueryAsync("{ viewer { flags(keys: [\"interview-reward\"]) { key } } }");
        (await ExposedAsync(host)).ShouldBe("checkout interview-reward");
    }

    private static async Task<string> ExposedAsync(TestHost host)
    {
        await host.Services.GetRequiredService<IExposureRecorder>().FlushAsync(TestContext.Current.CancellationToken);
        return await host.ScalarAsync<string>("select coalesce(string_agg(x.key, ' ' order by x.key), '') from experiments.exposure e join experiments.experiment x on x.id = e.experiment_id");
    }
}
