using Testing;

namespace Marketplace.Api.Tests.Ofrep;

/// <summary>What happens beyond the limits, and when something breaks.</summary>
public sealed class EvaluationLimitsTests
{
    [Fact]
    public async Task Beyond_its_rate_a_key_is_told_when_to_come_again_and_others_are_served()
    {
        await using var host = await TestHost.StartAsync("--Ofrep:PerKey=3", "--Ofrep:Window=01:00:00");
        await host.CreateFlagAsync();
        var (_, secret) = await host.CreateKeyAsync();
        var (_, other) = await host.CreateKeyAsync("other");
        var body = FlagReading.Context("somebody");
        for (var time = 0; time < 3; time++)
            (await host.ReadAsync(FlagReading.Flag, body, secret)).Code.ShouldBe(200);

        var one = await host.ReadAsync(FlagReading.Flag, body, secret);
        var all = await host.ReadAsync(null, body, secret);

        (one.Code, one.Error, (string?)one.Body!["key"]).ShouldBe((429, "GENERAL", FlagReading.Flag));
        (all.Code, all.Error).ShouldBe((429, "GENERAL"));
        one.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 3600);
        (await host.ReadAsync(FlagReading.Flag, body, other)).Code.ShouldBe(200);
    }

    [Fact]
    public async Task A_failure_of_ours_has_the_protocols_shape_too()
    {
        await using var host = await TestHost.StartAsync();
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await host.ScalarAsync<object>("alter table marketplace.account rename to account_gone; select 1");

        var one = await host.ReadAsync("interview-reward", FlagReading.Context(talent.AccountId), talent.Token);
        var all = await host.ReadAsync(null, FlagReading.Context(talent.AccountId), talent.Token);

        (one.Code, one.Error, (string?)one.Body!["key"]).ShouldBe((500, "GENERAL", "interview-reward"));
        (all.Code, all.Error).ShouldBe((500, "GENERAL"));
        one.Body["errorDetails"]!.ToString().ShouldNotContain("account_gone");
    }

    [Theory]
    [InlineData("--Ofrep:PerKey=0")]
    [InlineData("--Ofrep:Window=00:00:00")]
    [InlineData("--Ofrep:PublicOrigin=https://example.com/path")]
    public async Task Settings_that_make_no_sense_are_refused_at_the_start(string setting) =>
        (await Should.ThrowAsync<Marketplace.Api.Hosting.HostStartException>(async () => await TestHost.StartAsync(setting))).Message.ShouldContain(setting[2..].Split('=')[0]);
}
