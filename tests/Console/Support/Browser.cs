using Microsoft.Playwright;

namespace Console.Tests.Support;

/// <summary>One Chromium for all tests; each takes a context of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

    // Its own errands (updates, sync, component downloads) would reach for the network.
    private static readonly string[] Arguments =
        ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? playwright;
    private IBrowser? chromium;

    public async ValueTask InitializeAsync()
    {
        Checkout.RequireConsole();
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Find(),
            // Chromium's sandbox refuses to run as root, which build machines often are.
            Args = Environment.UserName == "root" ? [.. Arguments, "--no-sandbox"] : Arguments,
        });
    }

    public Task<IBrowserContext> NewContextAsync(BrowserNewContextOptions options) => chromium!.NewContextAsync(options);

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
            await chromium.DisposeAsync();
        playwright?.Dispose();
    }

    private static string Find() =>
        Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named
            ? named
            : Places.FirstOrDefault(File.Exists) ?? throw new FileNotFoundException("There is no Chromium. Install it (Debian: apt-get install chromium), or name it in the environment variable CHROMIUM.");
}
