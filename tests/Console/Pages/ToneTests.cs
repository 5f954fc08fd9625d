using Console.Tests.Support;
using Microsoft.Playwright;

namespace Console.Tests.Pages;

public sealed class ToneTests(Browser browser)
{
    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Good_news_is_not_coloured_like_plain_text(ColorScheme scheme)
    {
        await using var visit = await Visit.OpenAsync(browser, scheme: scheme);
        await visit.SignInAsync("Support", "flags");
        var on = visit.Page.GetByRole(AriaRole.Listitem).GetByText("On", new() { Exact = true }).First;
        await on.WaitForAsync();
        const string Color = "element => getComputedStyle(element).color";
        (await on.EvaluateAsync<string>(Color)).ShouldNotBe(await visit.Heading("Flags").EvaluateAsync<string>(Color));
    }
}
