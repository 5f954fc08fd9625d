using System.Text.Json;
using Console.Tests.Support;
using GraphQL;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Testing;

namespace Console.Tests.GraphiQL;

/// <summary>The page that a browser gets at /graphql.</summary>
public sealed class GraphiQLTests(Browser browser)
{
    [Fact]
    public async Task The_operation_of_a_link_runs_with_the_token_of_the_headers_tab()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await OpenAsync(visit, "query Now { now }\nquery Mine($id: ID!) { node(id: $id) { __typename id } viewer { roles } }", """{"id": "nonsense"}""", "Mine");

        await RunAsync(visit);
        await ShowsAsync(visit, "BAD_USER_INPUT");

        var talent = await MarketplaceClient.FreelancerAsync(visit.Host);
        await OpenAsync(visit, "query Now { now }\nquery Mine($id: ID!) { node(id: $id) { __typename id } }", JsonSerializer.Serialize(new { id = talent.AccountId }), "Mine");
        await SignInAsync(visit, talent);
        await RunAsync(visit);
        await ShowsAsync(visit, talent.AccountId);
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_links_operation_name_ends_with_the_first_edit()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await OpenAsync(visit, "query First { now }", "{}", "First");
        await RunAsync(visit);
        await ShowsAsync(visit, "\"now\"");

        await TypeAsync(visit, visit.Page.Locator(".graphiql-query-editor"), "query Second { __typename }");

        // GraphiQL takes note of an edit once the typing has paused, and shows nowhere that it has.
        var answer = Answer(visit, "\"__typename\": \"Query\"");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await answer.IsVisibleAsync())
        {
            await RunAsync(visit);
            await Task.Delay(200, limit.Token);
        }
    }

    [Fact]
    public async Task A_subscription_shows_each_change_until_it_is_stopped()
    {
        await using var visit = await Visit.OpenAsync(browser);
        var talent = await MarketplaceClient.FreelancerAsync(visit.Host);
        await OpenAsync(visit, $"subscription {{ walletChanged(walletId: \"{await talent.WalletIdAsync()}\") {{ balance }} }}");
        await SignInAsync(visit, talent);

        await RunAsync(visit);
        await AreRunningAsync(visit, 1);
        await talent.BuyAsync(20);
        await ShowsAsync(visit, "\"balance\": 20");
        await talent.BuyAsync(20);
        await ShowsAsync(visit, "\"balance\": 40");

        await visit.Page.GetByLabel("Stop query").ClickAsync();
        await AreRunningAsync(visit, 0);
        visit.Complaints.ShouldBeEmpty();
    }

    private static async Task OpenAsync(Visit visit, string query, string variables = "{}", string? operationName = null)
    {
        var name = operationName is null ? "" : $"&operationName={operationName}";
        await visit.Page.GotoAsync($"/graphql?query={Uri.EscapeDataString(query)}&variables={Uri.EscapeDataString(variables)}{name}");
        await visit.Page.Locator(".graphiql-query-editor").WaitForAsync();
    }

    private static async Task SignInAsync(Visit visit, MarketplaceClient person)
    {
        await visit.Button("Headers").ClickAsync();
        await TypeAsync(visit, visit.Page.GetByLabel("Headers", new() { Exact = true }).Locator(".graphiql-editor:not(.hidden)"), JsonSerializer.Serialize(new { Authorization = $"Bearer {person.Token}" }));
    }

    private static async Task TypeAsync(Visit visit, ILocator editor, string text)
    {
        await editor.Locator(".CodeMirror").ClickAsync();
        await visit.Page.Keyboard.PressAsync("ControlOrMeta+a");
        await visit.Page.Keyboard.InsertTextAsync(text);
    }

    private static Task RunAsync(Visit visit) => visit.Page.GetByLabel("Execute query").ClickAsync();

    private static Task ShowsAsync(Visit visit, string text) => Answer(visit, text).WaitForAsync();

    private static ILocator Answer(Visit visit, string text) => visit.Page.Locator(".result-window").GetByText(text).First;

    private static async Task AreRunningAsync(Visit visit, int count)
    {
        var hub = visit.Host.Services.GetRequiredService<TopicHub>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (hub.SubscriptionCount != count)
            await Task.Delay(20, limit.Token);
    }
}
