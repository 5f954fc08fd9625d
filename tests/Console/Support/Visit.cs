using System.Collections.Concurrent;
using Microsoft.Playwright;
using Testing;

namespace Console.Tests.Support;

/// <summary>Somebody's browser on the console of a real host of its own.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly IBrowserContext context;

    private Visit(TestHost host, IBrowserContext context, IPage page) => (Host, this.context, Page) = (host, context, page);

    public TestHost Host { get; }

    public IPage Page { get; }

    /// <summary>What the browser complained of on its console.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    public static async Task<Visit> OpenAsync(Browser browser, int width = 1280, ColorScheme scheme = ColorScheme.Light, params string[] hostArguments)
    {
        var host = await TestHost.StartAsync(hostArguments);
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = host.Address,
            ViewportSize = new ViewportSize { Width = width, Height = 860 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        var visit = new Visit(host, context, await context.NewPageAsync());
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

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { NameString = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { NameString = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { NameString = name, Exact = true });

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public async Task ShowsAsync(string text) => await Page.GetByText(text).First.WaitForAsync();

    public async ValueTask DisposeAsync()
    {
        await context.DisposeAsync();
        await Host.DisposeAsync();
    }
}
