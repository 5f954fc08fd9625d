using Console.Tests.Support;
using Microsoft.Playwright;

namespace Console.Tests.Pages;

public sealed class SchemeTests(Browser browser)
{
    [Fact]
    public async Task The_colours_follow_the_system_until_somebody_chooses()
    {
        await using var visit = await Visit.OpenAsync(browser, scheme: ColorScheme.Dark);
        await visit.SignInAsync("Support");
        (await SchemeAsync(visit)).ShouldBe("dark");
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await visit.Page.WaitForFunctionAsync("() => document.documentElement.dataset.mantineColorScheme === 'light'");

        await visit.Page.GetByRole(AriaRole.Navigation).GetByText("Dark").ClickAsync();
        await visit.Page.WaitForFunctionAsync("() => document.documentElement.dataset.mantineColorScheme === 'dark'");
        await visit.Page.ReloadAsync();
        await visit.Heading("Experiments").WaitForAsync();
        (await SchemeAsync(visit)).ShouldBe("dark");
    }

    private static Task<string> SchemeAsync(Visit visit) => visit.Page.EvaluateAsync<string>("() => document.documentElement.dataset.mantineColorScheme");
}
