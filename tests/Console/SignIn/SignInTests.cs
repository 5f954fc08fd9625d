using Console.Tests.Support;
using Microsoft.Playwright;

namespace Console.Tests.SignIn;

public sealed class SignInTests(Browser browser)
{
    [Fact]
    public async Task Whoever_signs_in_sees_the_page_they_asked_for_and_who_they_are()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Support", "ledger");
        await visit.Heading("Ledger").WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Banner).GetByText("Support").WaitForAsync();
    }

    [Fact]
    public async Task Signing_out_forgets_the_token()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.SignInAsync("Product manager");
        await visit.Button("Sign out").ClickAsync();
        await visit.Heading("Sign in").WaitForAsync();
        (await visit.Page.EvaluateAsync<int>("() => sessionStorage.length")).ShouldBe(0);
        await visit.GoAsync("experiments");
        await visit.Heading("Sign in").WaitForAsync();
    }

    [Fact]
    public async Task A_token_that_the_API_does_not_believe_brings_back_to_sign_in()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.GoAsync("experiments");
        await visit.Button("Use a token").ClickAsync();
        await visit.Page.GetByLabel("Access token").FillAsync("no token");
        await visit.Button("Sign in").ClickAsync();
        await visit.ShowsAsync("That is no JSON Web Token");
        await visit.Page.GetByLabel("Access token").FillAsync("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl");
        await visit.Button("Sign in").ClickAsync();
        await visit.ShowsAsync("You were signed out");
        await visit.Heading("Sign in").WaitForAsync();
    }

    [Fact]
    public async Task A_token_can_be_pasted()
    {
        await using var visit = await Visit.OpenAsync(browser);
        await visit.GoAsync("experiments");
        await visit.Button("Use a token").ClickAsync();
        await visit.Page.GetByLabel("Access token").FillAsync($"Bearer {await visit.Host.StaffAsync("PRODUCT_MANAGER")}");
        await visit.Button("Sign in").ClickAsync();
        await visit.Heading("Experiments").WaitForAsync();
    }

    [Fact]
    public async Task Where_the_host_gives_out_no_tokens_it_says_so_and_takes_one()
    {
        await using var visit = await Visit.OpenAsync(
            browser, 1280, ColorScheme.Light, "--environment", "Production", "--Simulation:Clock=false", "--Auth:Authority=https://sign-in.example.com", "--Auth:Audience=marketplace");
        await visit.GoAsync("experiments");
        await visit.Page.GetByRole(AriaRole.Button, new() { NameString = "Product manager" }).ClickAsync();
        await visit.ShowsAsync("Sign-in goes through your company’s provider");
        await visit.Page.GetByLabel("Access token").WaitForAsync();
    }

    [Fact]
    public async Task The_companys_provider_signs_people_in_and_brings_them_back_to_the_page_they_asked_for()
    {
        await using var provider = await ProviderStub.StartAsync();
        await using var visit = await Visit.OpenAsync(
            browser, 1280, ColorScheme.Light, $"--Auth:Authority={provider.Address}", "--Auth:Audience=marketplace", "--Auth:ConsoleClientId=console");
        var leave = visit.Button($"Sign in at {new Uri(provider.Address).Authority}");

        provider.Refusal = "Ann is on leave";
        await visit.GoAsync("flags?of=mine");
        await leave.ClickAsync();
        await visit.ShowsAsync("The provider did not sign you in: Ann is on leave.");

        provider.Refusal = null;
        await visit.GoAsync("flags?of=mine");
        await leave.ClickAsync();
        await visit.Heading("Flags").WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Banner).GetByText("Ann Lee · Product manager").WaitForAsync();
        visit.Page.Url.ShouldEndWith("/console/flags?of=mine");
        visit.Complaints.ShouldBeEmpty();
    }
}
