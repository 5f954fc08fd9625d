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
        var address = (await host.ReadAsync(null, body, secret)).Body!["eventStreams"]![0]!["url"]!.ToString();
        for (var time = 0; time < 2; time++)
            (await host.ReadAsync(FlagReading.Flag, body, secret)).Code.ShouldBe(200);

        var one = await host.ReadAsync(FlagReading.Flag, body, secret);
        var all = await host.ReadAsync(null, body, secret);

        (one.Code, one.Error, (string?)one.Body!["key"]).ShouldBe((429, "GENERAL", FlagReading.Flag));
        (all.Code, all.Error).ShouldBe((429, "GENERAL"));
        one.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 3600);
        // Streams are opened at the same rate: whoever opens and leaves them all the time is as much trouble.
        using var stream = await host.Http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        ((int)stream.StatusCode).ShouldBe(429);
        stream.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 3600);
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

    [Fact]
    public async Task A_body_without_a_length_is_read_no_further_than_the_limit()
    {
        await using var host = await TestHost.StartAsync();
        var (_, secret) = await host.CreateKeyAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ofrep/v1/evaluate/flags") { Content = new StringContent(new string(' ', 70_000) + FlagReading.Context("a")) };
        request.Headers.Add("X-API-Key", secret);
        request.Headers.TransferEncodingChunked = true;

        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(413);
    }

    [Fact]
    public async Task Events_come_from_where_the_host_is_reached()
    {
        await using var host = await TestHost.StartAsync("--Ofrep:PublicOrigin=https://flags.example.com");
        var (_, secret) = await host.CreateKeyAsync();

        (await host.ReadAsync(null, FlagReading.Context("a"), secret)).Body!["eventStreams"]![0]!["url"]!.ToString().ShouldStartWith("https://flags.example.com/ofrep/v1/events?token=");
    }

    [Theory]
    [InlineData("--Ofrep:PerKey=0")]
    [InlineData("--Ofrep:Window=00:00:00")]
    [InlineData("--Ofrep:PublicOrigin=https://example.com/path")]
    public async Task Settings_that_make_no_sense_are_refused_at_the_start(string setting) =>
        (await Should.ThrowAsync<Marketplace.Api.Hosting.HostStartException>(async () => await TestHost.StartAsync(setting))).Message.ShouldContain(setting[2..].Split('=')[0]);
}
