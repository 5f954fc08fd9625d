using System.Net;
using Experiments.Flags;
using Marketplace.Api.Ofrep;
using Marketplace.Database;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Api.Tests.Ofrep;

/// <summary>GET /ofrep/v1/events by the address that a bulk answer gave.</summary>
public sealed class EventStreamTests(EventStreamTests.Prepared prepared) : IClassFixture<EventStreamTests.Prepared>
{
    private readonly TestHost host = prepared.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_told_and_a_key_made_or_used_is_not()
    {
        var (_, secret) = await host.CreateKeyAsync();
        var before = (await host.ReadAsync(FlagReading.Flag, FlagReading.Context("a"), secret)).Body!["value"]!.GetValue<bool>();
        using var stream = await OpenAsync(host, await AddressAsync(host, secret));
        await host.CreateKeyAsync("another");

        var version = await host.TurnFlagAsync();

        (await stream.EventAsync()).ShouldBe($$"""id: {{version}}|data: {"type":"refetchEvaluation"}""");
        (await host.ReadAsync(FlagReading.Flag, FlagReading.Context("a"), secret)).Body!["value"]!.GetValue<bool>().ShouldBe(!before);
    }

    [Fact]
    public async Task A_change_between_the_answer_and_the_stream_is_told_at_once_and_so_is_one_missed_while_away()
    {
        var (_, secret) = await host.CreateKeyAsync();
        var address = await AddressAsync(host, secret);
        await TurnAndSeeAsync(host);

        string told;
        using (var stream = await OpenAsync(host, address))
            told = (await stream.EventAsync()).Split('|')[0]["id: ".Length..];
        await TurnAndSeeAsync(host);

        using var again = await OpenAsync(host, address, told);
        (await again.EventAsync()).ShouldContain("refetchEvaluation");
    }

    [Fact]
    public async Task A_revoked_key_is_refused_on_every_node_and_its_streams_end()
    {
        var second = await TestHost.StartAsync(host.Database);
        var (id, secret) = await host.CreateKeyAsync();
        await SeesAsync(second, host);
        using var here = await OpenAsync(host, await AddressAsync(host, secret));
        using var there = await OpenAsync(second, await AddressAsync(second, secret));
        var address = await AddressAsync(host, secret);

        (await host.MutateAsync("revokeApiKey", "apiKey { revokedAt }", new { id }, await host.StaffAsync("PRODUCT_MANAGER")))["apiKey"]!["revokedAt"].ShouldNotBeNull();

        (await host.ReadAsync(null, FlagReading.Context("a"), secret)).Code.ShouldBe(401);
        (await here.EventAsync()).ShouldBe("");
        (await there.EventAsync()).ShouldBe("");
        (await second.ReadAsync(null, FlagReading.Context("a"), secret)).Code.ShouldBe(401);
        using var refused = await host.Http.GetAsync(address, Cancellation);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await second.StopAsync();
    }

    [Fact]
    public async Task Without_a_token_of_ours_there_is_no_stream()
    {
        foreach (var query in new[] { "", "?token=", "?token=1.1.0.0.99999999999.AAAA", "?token=1.1.0.0.99999999999999999999.AAAA" })
        {
            using var refused = await host.Http.GetAsync("/ofrep/v1/events" + query, Cancellation);
            refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, query);
        }
    }

    [Fact]
    public async Task A_token_ends_within_half_an_hour_and_with_the_sign_in_it_was_given_to()
    {
        var clock = new Hands(new DateTimeOffset(2026, 11, 21, 10, 14, 0, TimeSpan.Zero));
        var tokens = new OfrepStreamTokens(host.Services.GetRequiredService<SigningKeys>(), clock);
        var program = await tokens.IssueAsync(new OfrepCaller(7, null, null), tokens.Step, Cancellation);
        var person = await tokens.IssueAsync(new OfrepCaller(0, "ana", clock.Now.AddMinutes(5)), tokens.Step, Cancellation);

        (await tokens.ReadAsync(program, Cancellation))!.Value.ApiKey.ShouldBe(7);
        (await tokens.ReadAsync(person, Cancellation))!.Value.Subject.ShouldNotBeNull().ShouldNotContain("ana");
        (await tokens.ReadAsync(person, Cancellation))!.Value.Until.ShouldBe(clock.Now.AddMinutes(5));
        (await tokens.ReadAsync(program.Replace(".7.", ".8.", StringComparison.Ordinal), Cancellation)).ShouldBeNull();
        clock.Now = clock.Now.AddMinutes(5);
        (await tokens.ReadAsync(person, Cancellation)).ShouldBeNull();
        (await tokens.ReadAsync(program, Cancellation)).ShouldNotBeNull();
        clock.Now = clock.Now.AddMinutes(11);
        (await tokens.ReadAsync(program, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Beyond_the_streams_a_node_keeps_it_says_so()
    {
        await using var limited = await TestHost.StartAsync("--Ofrep:MostStreams=1");
        var (_, secret) = await limited.CreateKeyAsync();
        var address = await AddressAsync(limited, secret);
        using var first = await OpenAsync(limited, address);

        using var refused = await limited.Http.GetAsync(address, Cancellation);

        refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task One_caller_has_no_more_streams_than_one_may_and_others_have_theirs()
    {
        await using var limited = await TestHost.StartAsync("--Ofrep:StreamsPerKey=1", "--Ofrep:StreamsPerPerson=1");
        var (_, secret) = await limited.CreateKeyAsync();
        var (_, other) = await limited.CreateKeyAsync("other");
        var (ana, ben) = (await MarketplaceClient.FreelancerAsync(limited), await MarketplaceClient.FreelancerAsync(limited));
        string[] addresses =
        [
            await AddressAsync(limited, secret), await AddressAsync(limited, other),
            await AddressAsync(limited, ana.Token, ana.AccountId), await AddressAsync(limited, ben.Token, ben.AccountId),
        ];

        var open = new List<OpenStream>();
        foreach (var address in addresses)
            open.Add(await OpenAsync(limited, address));
        foreach (var address in addresses)
        {
            using var refused = await limited.Http.GetAsync(address, Cancellation);
            refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        }

        open.ForEach(stream => stream.Dispose());
        var events = limited.Services.GetRequiredService<OfrepEvents>();
        await UntilAsync(() => events.Open == 0);
        foreach (var address in addresses)
            (await OpenAsync(limited, address)).Dispose();
    }

    private static async Task<string> AddressAsync(TestHost host, string secret, string unit = "a")
    {
        var read = await host.ReadAsync(null, FlagReading.Context(unit), secret);
        return read.Body!["eventStreams"]![0]!["url"]!.ToString();
    }

    private static async Task TurnAndSeeAsync(TestHost host)
    {
        var version = await host.TurnFlagAsync();
        await UntilAsync(() => host.Services.GetRequiredService<FlagSnapshots>().Version >= version);
    }

    private static Task SeesAsync(TestHost node, TestHost other) =>
        UntilAsync(() => node.Services.GetRequiredService<FlagSnapshots>().Version >= other.Services.GetRequiredService<FlagSnapshots>().Version);

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds())
            await Task.Delay(10, limit.Token);
    }

    private static async Task<OpenStream> OpenAsync(TestHost host, string address, string? last = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (last is not null)
            request.Headers.Add("Last-Event-ID", last);
        var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new OpenStream(response, new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation)));
    }

    private sealed record OpenStream(HttpResponseMessage Response, StreamReader Reader) : IDisposable
    {
        /// <summary>The next event's lines; nothing when the stream has ended. Comments are passed over.</summary>
        public async Task<string> EventAsync()
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            limit.CancelAfter(TimeSpan.FromSeconds(30));
            var lines = new List<string>();
            while (await Reader.ReadLineAsync(limit.Token) is { } line)
            {
                if (line.Length == 0 && lines.Count > 0)
                    break;
                if (line.Length > 0 && line[0] != ':')
                    lines.Add(line);
            }

            return string.Join('|', lines);
        }

        public void Dispose()
        {
            Reader.Dispose();
            Response.Dispose();
        }
    }

    /// <summary>A host that has the flag, for all tests but those of limits.</summary>
    public sealed class Prepared : IAsyncLifetime
    {
        public TestHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Host = await TestHost.StartAsync();
            await Host.CreateFlagAsync();
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }

    private sealed class Hands(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
