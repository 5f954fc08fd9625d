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
        (await host.ReadAsync(null, FlagReading.Context("writing"), secret)).Code.ShouldBe(200);
        (await host.ReadAsync("connects-rate-card", FlagReading.Context("no-category"), secret)).Body!["reason"]!.ToString().ShouldBe("DEFAULT");
        (await host.ReadAsync("interview-reward", FlagReading.Context("translation"), secret)).Code.ShouldBe(200);
        await host.Services.GetRequiredService<IExposureRecorder>().FlushAsync(TestContext.Current.CancellationToken);

        (await host.ScalarAsync<string>("select string_agg(unit, ' ' order by unit) from experiments.exposure")).ShouldBe("legal writing");
    }
}
