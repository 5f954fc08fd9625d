using Console.Tests.Support;
using Microsoft.Playwright;
using Testing;

namespace Console.Tests.Referrals;

public sealed class ReferralsPageTests(Browser browser)
{
    [Fact]
    public async Task The_funnel_counts_what_was_played_and_a_doubtful_referral_is_decided()
    {
        await using var visit = await Visit.OpenAsync(browser);
        var (anna, tom) = (await Person.RegisterAsync(visit.Host, "FREELANCER", "Anna Berg", "anna@example.org"), await Person.RegisterAsync(visit.Host, "FREELANCER", "Tom Lind", "tom@example.org"));
        var clients = await LinkAsync(anna, "client-cash");
        await ClickAsync(visit.Host, clients, 3);
        await Person.PayAsync(await Person.RegisterAsync(visit.Host, "CLIENT", "Paying Company", "paying@example.org", clients), tom);
        await Person.PayAsync(await Person.RegisterAsync(visit.Host, "CLIENT", "Doubtful Company", "doubtful@mailinator.com", clients), tom);
        await Person.RegisterAsync(visit.Host, "CLIENT", "Idle Company", "idle@example.org", clients);
        // A freelancer whom somebody else pays: rewarded at once.
        var nina = await Person.RegisterAsync(visit.Host, "FREELANCER", "Nina Ek", "nina@example.org", await LinkAsync(anna, "talent-earns"));
        await Person.PayAsync(await MarketplaceClient.ClientAsync(visit.Host), nina);
        await anna.MutateAsync("listOnLeaderboard", "account { id }", new { accountId = anna.AccountId });

        await visit.SignInAsync("Product manager", "referrals");
        await FunnelAsync(visit, "Refer a client", "3", "3", "1", "0");
        await FunnelAsync(visit, "A freelancer's first earnings", "0", "1", "1", "1");
        await visit.ShowsAsync("Support and admins decide on doubtful referrals and on affiliates.");
        (await visit.Page.GetByRole(AriaRole.Region, new() { NameString = "Referrals to review" }).CountAsync()).ShouldBe(0);

        await visit.SignInAgainAsync(await visit.Host.StaffAsync("SUPPORT"));
        var reviews = visit.Page.GetByRole(AriaRole.Region, new() { NameString = "Referrals to review" });
        await reviews.GetByText("The email is of a disposable domain.").WaitForAsync();
        await reviews.GetByRole(AriaRole.Link, new() { NameString = "Doubtful Company" }).WaitForAsync();
        await visit.Button("Approve the referral of Doubtful Company").ClickAsync();
        await visit.Button("Approve it").ClickAsync();
        await visit.Dialog.GetByText("Say why").WaitForAsync();
        await visit.Dialog.GetByLabel("Reason").FillAsync("I called the client");
        await visit.Button("Approve it").ClickAsync();
        await reviews.GetByText("The referral of Doubtful Company is approved.").WaitForAsync();
        await reviews.GetByText("Nothing waits.").WaitForAsync();
        await FunnelAsync(visit, "Refer a client", "3", "3", "2", "0");

        await visit.Page.GetByLabel("Program", new() { Exact = true }).SelectOptionAsync("talent-earns");
        await visit.Page.GetByRole(AriaRole.Table, new() { NameString = "Leaderboard" }).GetByText("Anna B.").WaitForAsync();
        visit.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_affiliate_is_approved_and_banned_and_a_decision_made_elsewhere_is_not_made_twice()
    {
        await using var visit = await Visit.OpenAsync(browser);
        var anna = await Person.RegisterAsync(visit.Host, "CLIENT", "Anna Berg", "anna@example.org");
        var applied = await anna.MutateAsync("applyAsAffiliate", "affiliate { state }", new { accountId = anna.AccountId, program = "affiliate", message = "A blog about hiring.", acceptedTermsVersion = 1 });
        applied["errors"].ShouldBeNull();
        await visit.SignInAsync("Support", "referrals");
        await visit.ShowsAsync("A blog about hiring.");

        await visit.Button("Reject Anna Berg").ClickAsync();
        await visit.Dialog.GetByLabel("Reason").FillAsync("Too slow");
        var elsewhere = await visit.Host.MutateAsync(
            "decideAffiliate", "affiliate { state }", new { accountId = anna.AccountId, program = "affiliate", decision = "APPROVE", reason = "A good blog" }, await visit.Host.StaffAsync("ADMIN"));
        elsewhere["errors"].ShouldBeNull();
        await visit.Button("Reject them").ClickAsync();
        await visit.Dialog.GetByText("The application is approved already.").WaitForAsync();
        await visit.Button("Cancel").ClickAsync();
        await visit.ShowsAsync("Nobody waits for an answer.");

        var affiliates = visit.Page.GetByRole(AriaRole.Region, new() { NameString = "Affiliates" });
        await affiliates.GetByText("Approved", new() { Exact = true }).ClickAsync();
        await visit.ShowsAsync("Reason: A good blog");
        await visit.Button("Ban Anna Berg").ClickAsync();
        await visit.Dialog.GetByLabel("Reason").FillAsync("False claims");
        await visit.Button("Ban them").ClickAsync();
        await affiliates.GetByText("Anna Berg is banned.").WaitForAsync();
        await affiliates.GetByText("Nobody is approved.").WaitForAsync();
    }

    private static async Task<string> LinkAsync(MarketplaceClient owner, string program) =>
        (string)(await owner.MutateAsync("createReferralLink", "link { code }", new { accountId = owner.AccountId, program }))["link"]!["code"]!;

    /// <summary>Each click is a visitor of its own: none keeps the cookie.</summary>
    private static async Task ClickAsync(TestHost host, string code, int times)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(host.Address) };
        for (var time = 0; time < times; time++)
            using (await browser.GetAsync(new Uri("/r/" + code, UriKind.Relative)))
            { }
    }

    private static async Task FunnelAsync(Visit visit, string program, params string[] counts)
    {
        var steps = visit.Page.GetByRole(AriaRole.Group, new() { NameString = program, Exact = true }).GetByRole(AriaRole.Listitem);
        for (var step = 0; step < counts.Length; step++)
            await steps.Nth(step).GetByText(counts[step], new() { Exact = true }).WaitForAsync();
    }
}
