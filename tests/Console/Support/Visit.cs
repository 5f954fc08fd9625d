using System.Collections.Concurrent;
using Microsoft.Playwright;
using Testing;

namespace Console.Tests.Support;

/// <summary>Somebody's browser on the console of a real host of its own.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly IBrowserContext context;
    private readonly bool isGuest;

    private Visit(TestHost host, IBrowserContext context, IPage page, bool isGuest) => (Host, this.context, Page, this.isGuest) = (host, context, page, isGuest);

    public TestHost Host { get; private set; }

    public IPage Page { get; }

    /// <summary>What the browser complained of on its console.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    public static async Task<Visit> OpenAsync(Browser browser, int width = 1280, ColorScheme scheme = ColorScheme.Light, params string[] hostArguments)
    {
        return await OpenAsync(await TestHost.StartAsync(hostArguments), browser, width, scheme, isGuest: false);
    }

    /// <summary>Somebody else's browser on the same host.</summary>
    public Task<Visit> BesideAsync(Browser browser) => OpenAsync(Host, browser, 1280, ColorScheme.Light, isGuest: true);

    /// <summary>A browser on a host that stays when the browser is gone.</summary>
    public static Task<Visit> OpenAsync(Browser browser, TestHost host, int width, ColorScheme scheme) => OpenAsync(host, browser, width, scheme, isGuest: true);

    /// <summary>Ends the host, does what is to happen meanwhile, and starts it again at the same address over the same data.</summary>
    public async Task RestartHostAsync(Func<Task> meanwhile)
    {
        var address = Host.Address;
        var database = await Host.StopAsync();
        await meanwhile();
        Host = await TestHost.StartAsync(database, "--urls", address);
    }

    private static async Task<Visit> OpenAsync(TestHost host, Browser browser, int width, ColorScheme scheme, bool isGuest)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = host.Address,
            ViewportSize = new ViewportSize { Width = width, Height = 860 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(60_000);
        var visit = new Visit(host, context, await context.NewPageAsync(), isGuest);
        visit.Page.PageError += (_, error) => visit.complaints.Enqueue(error);
        // Violations of the Content-Security-Policy are errors on the browser's console; so are refused requests, which tests provoke.
        visit.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
                visit.complaints.Enqueue(message.Text);
        };
        return visit;
    }

    public async Task GoAsync(string page)
    {
        await Page.GotoAsync($"/console/{page}");
    }

    public async Task SignInAsync(string person, string page = "experiments")
    {
        await GoAsync(page);
        await Page.GetByRole(AriaRole.Button, new() { NameString = person }).ClickAsync();
        await Button("Sign out").WaitForAsync();
    }

    /// <summary>The same page as somebody else sees it.</summary>
    public async Task SignInAgainAsync(string token)
    {
        await Page.EvaluateAsync("token => sessionStorage.setItem('console.token', token)", token);
        await Page.ReloadAsync();
        await Button("Sign out").WaitForAsync();
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { NameString = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { NameString = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { NameString = name, Exact = true });

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public async Task ShowsAsync(string text) => await Page.GetByText(text).First.WaitForAsync();

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        if (!isGuest)
            await Host.DisposeAsync();
    }
}
