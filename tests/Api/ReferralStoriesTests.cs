using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Marketplace.Api.EmbeddedPostgres;
using Marketplace.Api.Tests.Subscriptions;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>docs/referrals.md is played request by request, and every answer is the one it shows.</summary>
public sealed partial class ReferralStoriesTests : IAsyncLifetime
{
    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HttpClient> browsers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);
    private TestHost host = null!;

    public async ValueTask InitializeAsync() => host = await TestHost.StartAsync("--Referrals:SignUpPage", "https://www.marketplace.example/join");

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in browsers.Values)
            browser.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task REF_01_to_05_both_stories_go_as_they_are_told()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(CheckoutDirectory.Above(AppContext.BaseDirectory), "docs", "referrals.md"));
        var steps = Step().Matches(page);
        steps.Count.ShouldBe(Fence().Count(page) / 2, "every request has its answer below it");
        var wrong = new List<string>();
        foreach (Match step in steps)
        {
            var (who, request, answer) = (step.Groups["who"].Value, Filled(step.Groups["request"].Value), step.Groups["answer"].Value.Trim());
            if (step.Groups["kind"].Value == "http")
            {
                using var response = await BrowserOf(who).GetAsync(new Uri(request.Trim()["GET ".Length..], UriKind.Relative));
                $"{(int)response.StatusCode} {response.Headers.Location}".ShouldBe(Filled(answer));
                continue;
            }

            var data = await SentAsync(who, request);
            wrong.AddRange(Differences(JsonNode.Parse(answer), data, "").Select(difference => $"{who}: {request}\n  {difference}"));
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reward_reaches_who_watches_the_wallet_of_the_referrer()
    {
        var referrer = await MarketplaceClient.FreelancerAsync(host);
        var code = (string)(await referrer.MutateAsync("createReferralLink", "link { code }", new { accountId = referrer.AccountId, program = "talent-connects", source = "LINK" }))["link"]!["code"]!;
        var registered = await host.MutateAsync("registerAccount", "account { id }", new { kind = "FREELANCER", displayName = "Nina Ek", email = "nina@example.org", phone = "+46701234567", country = "SE", referralCode = code });
        var nina = (string)registered["account"]!["id"]!;
        var support = await host.StaffAsync("SUPPORT");
        await using var socket = await SubscriptionClient.ConnectAsync(host, referrer.Token);
        var watched = await socket.WatchAsync(host, "subscription($id: ID!) { walletChanged(walletId: $id) { balance } }", new { id = await referrer.WalletIdAsync() });

        await host.MutateAsync("recordReadinessTest", "account { id }", new { accountId = nina, passed = true }, support);
        await host.MutateAsync("verifyPhone", "account { id }", new { accountId = nina }, support);
        await host.MutateAsync("verifyEmail", "account { id }", new { accountId = nina }, support);

        await watched.UntilAsync(data => (int)data["walletChanged"]!["balance"]! == 10);
    }

    private async Task<JsonNode?> SentAsync(string who, string query)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        if (await TokenAsync(who) is { } token)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await BrowserOf(who).SendAsync(message);
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        answer["errors"].ShouldBeNull($"{who}: {query}");
        return answer["data"];
    }

    private async Task<string?> TokenAsync(string who)
    {
        if (who == "anybody" || who.EndsWith("browser", StringComparison.Ordinal))
            return null;
        if (!tokens.TryGetValue(who, out var token))
            tokens[who] = token = who switch { "administrator" => await host.StaffAsync("ADMIN"), "support" => await host.StaffAsync("SUPPORT"), _ => await host.SignInAsync(known[who]) };
        return token;
    }

    private HttpClient BrowserOf(string who)
    {
        if (!browsers.TryGetValue(who, out var browser))
            browsers[who] = browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(host.Address) };
        return browser;
    }

    private string Filled(string text) => Name().Replace(text, match => known[match.Groups["name"].Value]).Trim();

    /// <summary>Where an answer is not as it was told; a name that is new takes the value that came.</summary>
    private IEnumerable<string> Differences(JsonNode? told, JsonNode? came, string path)
    {
        switch (told)
        {
            case JsonObject object_ when came is JsonObject other && object_.Count == other.Count:
                return object_.SelectMany(m => Differences(m.Value, other[m.Key], $"{path}.{m.Key}"));
            case JsonArray array when came is JsonArray others && array.Count == others.Count:
                return array.SelectMany((item, place) => Differences(item, others[place], $"{path}[{place}]"));
            case JsonValue value when value.TryGetValue<string>(out var text) && came is JsonValue others && others.TryGetValue<string>(out var is_):
                if (text == "‹…›" || (text.EndsWith('…') && is_.StartsWith(text[..^1], StringComparison.Ordinal)))
                    return [];
                if (Name().Match(text) is { Success: true } name && name.Value == text && known.TryAdd(name.Groups["name"].Value, is_))
                    return [];
                return Filled(text) == is_ ? [] : [$"{path}: {text} was told, {is_} came"];
            default:
                return JsonNode.DeepEquals(told, came) ? [] : [$"{path}: {told?.ToJsonString() ?? "null"} was told, {came?.ToJsonString() ?? "null"} came"];
        }
    }

    [GeneratedRegex(@"```(?<kind>graphql|http) (?<who>[^\n]+)\n(?<request>.*?)\n```\n```(?:json|http)\n(?<answer>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Step();

    [GeneratedRegex("^```(?:graphql|http|json)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Fence();

    [GeneratedRegex("‹(?<name>[^›…]+)›", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Name();
}
