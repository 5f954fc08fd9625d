using Console.Tests.Support;
using Microsoft.Playwright;

namespace Console.Tests.Pages;

/// <summary>Every page at both widths, light and dark: nothing serious for axe, nothing wider than the screen, and a picture to look at.</summary>
public sealed class AppearanceTests(Browser browser, PlayedHost played) : IClassFixture<PlayedHost>
{
    // Charts are measured before they are drawn.
    private const string Ready = """
        () => document.querySelector('main h1') !== null
          && document.querySelector('main [aria-busy="true"], [role=dialog] [aria-busy="true"]') === null
          && [...document.querySelectorAll('.chart')].every(chart => chart.querySelector('svg') !== null)
        """;
    private const string Violations = """
        async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
          .filter(violation => violation.impact === 'serious' || violation.impact === 'critical')
          .map(violation => `${violation.id}: ${violation.nodes.map(node => node.target.join(' ')).join(', ')}`)
        """;

    private (string Name, string Path)[] Pages =>
    [
        ("experiments", "experiments"), ("experiment-stopped", "experiments/double-rate-card"), ("experiment-running", "experiments/interview-reward"), ("experiment-new", "new-experiment"),
        ("experiment-edit", "experiments/interview-reward/edit"),
        ("flags", "flags"), ("flag", "flags/interview-reward"), ("flag-definition", "flags/interview-reward/definition"), ("flag-new", "new-flag"),
        ("ledger", "ledger?kind=FREELANCER"), ("account", Account), ("referrals", "referrals"), ("jobs", "jobs"), ("job", "jobs/analyze-experiments"), ("no-such-page", "no-such-page"),
    ];

    private string Account => $"ledger/accounts/{played.Talent}";

    // Of a narrow page in the dark axe would say nothing that it does not say of the narrow one or of the dark one.
    [Theory]
    [InlineData(1280, ColorScheme.Light, true)]
    [InlineData(1280, ColorScheme.Dark, true)]
    [InlineData(390, ColorScheme.Light, true)]
    [InlineData(390, ColorScheme.Dark, false)]
    public async Task Every_page_is_readable_by_everybody(int width, ColorScheme scheme, bool judged)
    {
        await using var visit = await Visit.OpenAsync(browser, played.Host, width, scheme);
        await visit.Page.AddInitScriptAsync(scriptPath: Checkout.AxeScript);
        await visit.GoAsync("experiments");
        await visit.Heading("Sign in").WaitForAsync();
        await LookAsync("sign-in");

        await visit.SignInAsync("Admin");
        foreach (var (name, path) in Pages)
        {
            await visit.GoAsync(path);
            await LookAsync(name);
        }

        await DialogAsync("experiments/interview-reward", "Stop", "stop-dialog");
        await DialogAsync("experiments/referral-reward", "Change traffic", "traffic-dialog");
        await DialogAsync("experiments/double-rate-card", "Roll out", "roll-out-dialog");
        await DialogAsync("flags/interview-reward", "Switch off", "kill-switch-dialog");
        await DialogAsync(Account, "Give courtesy Connects", "courtesy-dialog");
        if (width < 768)
        {
            await visit.Button("Open the menu").ClickAsync();
            await visit.Link("Ledger").WaitForAsync();
            await LookAsync("menu");
        }

        visit.Complaints.ShouldBeEmpty();

        async Task DialogAsync(string path, string button, string name)
        {
            await visit.GoAsync(path);
            await visit.Button(button).First.ClickAsync();
            await visit.Dialog.GetByLabel("Reason").WaitForAsync();
            await LookAsync(name);
            await visit.Page.Keyboard.PressAsync("Escape");
            await visit.Dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        }

        async Task LookAsync(string name)
        {
            var place = $"{name}-{width}-{(scheme == ColorScheme.Dark ? "dark" : "light")}";
            await visit.Page.WaitForFunctionAsync(Ready);
            await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Screenshots, $"{place}.png"), FullPage = await visit.Dialog.CountAsync() == 0 });
            (await visit.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > window.innerWidth")).ShouldBeFalse($"{place} is wider than the screen");
            if (judged)
                (await visit.Page.EvaluateAsync<string[]>(Violations)).ShouldBeEmpty(place);
        }
    }
}
