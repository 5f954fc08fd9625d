using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>Referrals as front-end teams and browsers meet them: links, clicks, cookies, the account's page, the queue of staff.</summary>
public sealed class ReferralTests : IAsyncLifetime
{
    private const string ReferralFields = "nodes { id referredName state reason remaining source program { key } reward { cash { amount } connects referredConnects } rewardedAt }";

    private TestHost host = null!;
    private string support = null!;

    public async ValueTask InitializeAsync()
    {
        host = await TestHost.StartAsync("--Referrals:SignUpPage", "https://www.marketplace.example/join?from=friends");
        support = await host.StaffAsync("SUPPORT");
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task REF_10_11_14_a_click_is_counted_once_a_day_leads_to_the_sign_up_page_and_its_cookie_attributes_the_sign_up()
    {
        // Noon: both clicks are of one day.
        var noon = TimeProvider.System.GetUtcNow().Date.AddDays(1).AddHours(12);
        (await host.MutateAsync("advanceClock", "now", new { to = noon.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) }, await host.StaffAsync("ADMIN")))["errors"].ShouldBeNull();
        var (referrer, token) = await PersonAsync("FREELANCER", "Anna Berg");
        var link = await LinkAsync(referrer, token, "client-cash", "FACEBOOK");
        var cookies = new CookieContainer();
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = new Uri(host.Address) };

        using var first = await browser.GetAsync(new Uri("/r/" + link["code"] + "?channel=spring", UriKind.Relative));
        using var again = await browser.GetAsync(new Uri("/r/" + link["code"], UriKind.Relative));

        first.StatusCode.ShouldBe(HttpStatusCode.Found);
        first.Headers.Location!.ToString().ShouldBe("https://www.marketplace.example/join?from=friends&ref=" + link["code"]);
        first.Headers.GetValues("Set-Cookie").Single().ShouldContain("httponly", Case.Insensitive);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new
            {
                query = "mutation { registerAccount(input: { kind: CLIENT, displayName: \"Carl Maria Weber\", email: \"carl@example.org\", country: \"DE\" }) { account { id } errors { __typename } } }",
            }),
        };
        using var registered = await browser.SendAsync(request);
        registered.EnsureSuccessStatusCode();

        var page = await AccountAsync(referrer, token);
        ((int)page["clicks"]!).ShouldBe(1);
        page["links"]![0]!.ToJsonString().ShouldBe($$"""{"source":"FACEBOOK","url":"{{link["url"]}}","clicks":1,"signUps":1}""");
        var referral = page["referrals"]!["nodes"]![0]!;
        ((string)referral["referredName"]!).ShouldBe("Carl W.");
        ((string)referral["source"]!).ShouldBe("FACEBOOK");
        referral["remaining"]!.ToJsonString().ShouldBe("""["A payment of $10.00 or more."]""");
    }

    [Fact]
    public async Task A_customer_whom_support_registers_is_nobodys_referral_whatever_support_clicked_before()
    {
        var (referrer, token) = await PersonAsync("FREELANCER");
        var link = await LinkAsync(referrer, token, "client-cash");
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(host.Address) };
        // A NUL and half a character are no channel, and no error.
        using var click = await browser.GetAsync(new Uri("/r/" + link["code"] + "?channel=%00" + new string('x', 99) + "%F0%9F%98%80", UriKind.Relative));
        click.StatusCode.ShouldBe(HttpStatusCode.Found);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = System.Net.Http.Json.JsonContent.Create(new { query = Register("CLIENT", "Customer C", "customer@example.org", null) }) };
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", support);

        using var registered = await browser.SendAsync(request);

        registered.EnsureSuccessStatusCode();
        (await host.ScalarAsync<long>("select count(*) from marketplace.account where email = 'customer@example.org'")).ShouldBe(1);
        (await host.ScalarAsync<long>("select count(*) from marketplace.referral")).ShouldBe(0);
    }

    [Fact]
    public async Task REF_14_who_withholds_consent_gets_no_cookie_and_no_click_but_the_code()
    {
        var (referrer, token) = await PersonAsync("FREELANCER");
        var link = await LinkAsync(referrer, token, "client-cash");
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(host.Address) };
        browser.DefaultRequestHeaders.Add("Sec-GPC", "1");

        using var response = await browser.GetAsync(new Uri("/r/" + link["code"], UriKind.Relative));

        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        response.Headers.Location!.Query.ShouldContain("ref=" + link["code"]);
        ((int)(await AccountAsync(referrer, token))["clicks"]!).ShouldBe(0);
    }

    [Fact]
    public async Task REF_08_share_addresses_of_every_source_work_before_their_links_are_made()
    {
        var (referrer, token) = await PersonAsync("FREELANCER");
        var urls = (await host.QueryAsync("query($id: ID!) { node(id: $id) { ... on Account { referralAccount { shareUrls(program: \"talent-connects\") { source url } links { source } } } } }", new { id = referrer }, token))["node"]!["referralAccount"]!;
        urls["links"]!.AsArray().ShouldBeEmpty();
        var byPlace = urls["shareUrls"]!.AsArray().ToDictionary(u => (string)u!["source"]!, u => (string)u!["url"]!);
        byPlace.Keys.ShouldBe(["LINK", "EMAIL", "FACEBOOK", "TWITTER", "LINKEDIN", "BANNER"]);
        byPlace["FACEBOOK"].ShouldStartWith("https://www.facebook.com/sharer/sharer.php?u=http");
        byPlace["EMAIL"].ShouldStartWith("mailto:?subject=");
        var code = byPlace["LINK"].Split('/')[^1];

        var registered = await host.QueryAsync(Register("FREELANCER", "Dora D", "dora@example.org", code));

        registered["registerAccount"]!["errors"].ShouldBeNull();
        var page = await AccountAsync(referrer, token);
        page["links"]!.AsArray().Select(l => (string)l!["source"]!).ShouldBe(["LINK"]);
        ((string)page["referrals"]!["nodes"]![0]!["program"]!["key"]!).ShouldBe("talent-connects");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("")]
    [InlineData("'; drop table marketplace.referral; --")]
    public async Task REF_14_a_code_that_is_nobodys_is_not_found_and_no_account_is_made(string code)
    {
        var answer = await host.QueryAsync(Register("CLIENT", "Nobody", "nobody@example.org", code));
        answer["registerAccount"]!["errors"]![0]!["__typename"]!.GetValue<string>().ShouldBe("NotFoundError");
        (await host.ScalarAsync<long>("select count(*) from marketplace.account where email = 'nobody@example.org'")).ShouldBe(0);
        using var page = await host.Http.GetAsync(new Uri("/r/" + Uri.EscapeDataString(code + "x"), UriKind.Relative));
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Links_and_referral_pages_are_the_owners_and_supports_alone()
    {
        var (referrer, token) = await PersonAsync("FREELANCER");
        var (_, stranger) = await PersonAsync("FREELANCER");
        await LinkAsync(referrer, token, "client-cash");

        (await TryLinkAsync(referrer, stranger, "client-cash"))["errors"]![0]!["__typename"]!.GetValue<string>().ShouldBe("ForbiddenError");
        (await TryLinkAsync(referrer, token, "no-such-program"))["errors"]![0]!["__typename"]!.GetValue<string>().ShouldBe("NotFoundError");
        (await TryLinkAsync(referrer, token, "turnover"))["errors"]![0]!["__typename"]!.GetValue<string>().ShouldBe("NotFoundError", "a template that is off");
        (await TryLinkAsync(referrer, token, "affiliate"))["errors"]![0]!["__typename"]!.GetValue<string>().ShouldBe("NotEligibleError");
        (await host.SendAsync(AccountQuery, new { id = referrer }, stranger))["errors"]![0]!["extensions"]!["code"]!.GetValue<string>().ShouldBe("FORBIDDEN");
        (await AccountAsync(referrer, support))["links"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task REF_23_a_client_cannot_refer_into_a_program_that_pays_in_Connects()
    {
        var (client, token) = await PersonAsync("CLIENT");
        var refused = await TryLinkAsync(client, token, "talent-connects");
        refused["errors"]![0]!["message"]!.GetValue<string>().ShouldBe("Refer a freelancer: it is for freelancers and agencies.");
    }

    [Fact]
    public async Task REF_13_19_a_doubtful_referral_waits_for_support_and_is_paid_only_once_somebody_approves()
    {
        var (referrer, token) = await PersonAsync("FREELANCER");
        var link = await LinkAsync(referrer, token, "client-cash");
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(host.Address) };
        using (await browser.GetAsync(new Uri("/r/" + link["code"], UriKind.Relative)))
        { }

        var (client, clientToken) = await PersonAsync("CLIENT", email: $"x{Guid.NewGuid():N}@mailinator.com", code: (string)link["code"]!);
        await host.PayTalentAsync(client, clientToken);

        var waiting = (await host.QueryAsync($"{{ referralReviews {{ totalCount {ReferralFields} }} }}", token: support))["referralReviews"]!;
        ((int)waiting["totalCount"]!).ShouldBe(1);
        ((int)(await host.QueryAsync("{ referralEconomics { program { key } clicks } }", token: support))["referralEconomics"]!.AsArray().Single(e => (string)e!["program"]!["key"]! == "client-cash")!["clicks"]!).ShouldBe(1);
        var people = await host.QueryAsync("{ referralReviews { nodes { referrer { id } referred { id } } } }", token: support);
        var doubtful = people["referralReviews"]!["nodes"]![0]!;
        ((string)doubtful["referrer"]!["id"]!, (string)doubtful["referred"]!["id"]!).ShouldBe((referrer, client));
        (await host.SendAsync("query($id: ID!) { node(id: $id) { ... on Account { referralAccount { referrals { nodes { referred { id } } } } } } }", new { id = referrer }, token))["errors"]![0]!["extensions"]!["code"]!
            .GetValue<string>().ShouldBe("FORBIDDEN");
        ((string)waiting["nodes"]![0]!["state"]!).ShouldBe("PENDING_REVIEW");
        ((string)waiting["nodes"]![0]!["reason"]!).ShouldBe("The email is of a disposable domain.");
        var id = (string)waiting["nodes"]![0]!["id"]!;

        (await host.SendAsync("{ referralReviews { totalCount } }", token: token))["errors"]![0]!["extensions"]!["code"]!.GetValue<string>().ShouldBe("FORBIDDEN");
        (await DecideAsync(id, "APPROVE", "", support))["errors"]![0]!["__typename"]!.GetValue<string>().ShouldBe("ValidationError");
        (await DecideAsync(id, "APPROVE", "I called the client.", token))["errors"]![0]!["__typename"]!.GetValue<string>().ShouldBe("ForbiddenError");
        var decided = await DecideAsync(id, "APPROVE", "I called the client.", support);
        ((string)decided["referral"]!["state"]!).ShouldBe("QUALIFIED");
        (await DecideAsync(id, "REJECT", "Twice.", support))["errors"]![0]!["__typename"]!.GetValue<string>().ShouldBe("WrongStateError");
        ((string)(await AccountAsync(referrer, token))["pendingCash"]!["amount"]!).ShouldBe("10.00");
        (await CountAsync("states: [QUALIFIED, REWARDED]")).ShouldBe(1);
        (await CountAsync("states: [SIGNED_UP, PENDING_REVIEW, REVERSED, REJECTED, EXPIRED]")).ShouldBe(0);
        (await CountAsync("program: \"client-cash\", source: LINK")).ShouldBe(1);
        (await CountAsync("source: TWITTER")).ShouldBe(0);

        async Task<int> CountAsync(string where) => (int)(await host.QueryAsync(
            $"query($id: ID!) {{ node(id: $id) {{ ... on Account {{ referralAccount {{ referrals(where: {{ {where} }}) {{ totalCount nodes {{ id }} }} }} }} }} }}",
            new { id = referrer }, token))["node"]!["referralAccount"]!["referrals"]!["totalCount"]!;
    }

    [Fact]
    public async Task AFF_06_14_an_affiliate_applies_is_approved_shows_banners_and_may_be_banned()
    {
        var (account, token) = await PersonAsync("CLIENT");
        var terms = (await host.QueryAsync("{ referralPrograms { key needsApproval termsVersion tiers { from reward { cash { amount } } } creatives { name url width height } } }"))["referralPrograms"]!
            .AsArray().Single(p => (string)p!["key"]! == "affiliate")!;
        terms["tiers"]!.ToJsonString().ShouldBe("""[{"from":1,"reward":{"cash":{"amount":"10.00"}}},{"from":10,"reward":{"cash":{"amount":"15.00"}}},{"from":50,"reward":{"cash":{"amount":"20.00"}}}]""");

        var version = (int)terms["termsVersion"]!;
        (await ApplyAsync(account, token, version + 1))["errors"]![0]!["__typename"]!.GetValue<string>().ShouldBe("ValidationError");
        (await ApplyAsync(account, (await PersonAsync("CLIENT")).Token, version))["errors"]![0]!["__typename"]!.GetValue<string>().ShouldBe("ForbiddenError");
        (await ApplyAsync(account, token, version))["affiliate"]!["state"]!.GetValue<string>().ShouldBe("APPLIED");
        (await host.QueryAsync("{ affiliates { account { id } message } }", token: support))["affiliates"]!.AsArray().Count.ShouldBe(1);
        (await DecideAffiliateAsync(account, "APPROVE", support))["affiliate"]!["state"]!.GetValue<string>().ShouldBe("APPROVED");
        (await DecideAffiliateAsync(account, "REJECT", support))["errors"]![0]!["__typename"]!.GetValue<string>().ShouldBe("WrongStateError");
        var link = await LinkAsync(account, token, "affiliate", "BANNER");

        var banner = new Uri((string)terms["creatives"]![0]!["url"]!);
        using var picture = await host.Http.GetAsync(new Uri(banner.AbsolutePath, UriKind.Relative));
        picture.Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");

        (await DecideAffiliateAsync(account, "BAN", support))["affiliate"]!["state"]!.GetValue<string>().ShouldBe("BANNED");
        await PersonAsync("CLIENT", code: (string)link["code"]!);
        ((string)(await AccountAsync(account, token))["referrals"]!["nodes"]![0]!["reason"]!).ShouldBe("The affiliate is not approved.");
    }

    private const string AccountQuery =
        $"query($id: ID!) {{ node(id: $id) {{ ... on Account {{ referralAccount {{ links {{ source url clicks signUps }} clicks cashEarned {{ amount }} connectsEarned pendingCash {{ amount }} referrals {{ totalCount {ReferralFields} }} }} }} }} }}";

    private static string Register(string kind, string name, string email, string? code) =>
        $$"""mutation { registerAccount(input: { kind: {{kind}}, displayName: "{{name}}", email: "{{email}}", country: "US"{{(code is null ? "" : $", referralCode: \"{code}\"")}} }) { account { id } errors { __typename } } }""";

    private async Task<(string Id, string Token)> PersonAsync(string kind, string name = "Some Body", string? email = null, string? code = null)
    {
        var answer = await host.QueryAsync(Register(kind, name, email ?? $"p{Guid.NewGuid():N}@example.com", code));
        var id = (string)answer["registerAccount"]!["account"]!["id"]!;
        return (id, await host.SignInAsync(id));
    }

    private async Task<JsonNode> AccountAsync(string account, string token) => (await host.QueryAsync(AccountQuery, new { id = account }, token))["node"]!["referralAccount"]!;

    private async Task<JsonNode> LinkAsync(string account, string token, string program, string source = "LINK") => (await TryLinkAsync(account, token, program, source))["link"]!;

    private async Task<JsonNode> TryLinkAsync(string account, string token, string program, string source = "LINK") => (await host.QueryAsync(
        "mutation($input: CreateReferralLinkInput!) { createReferralLink(input: $input) { link { code url } errors { __typename ... on Error { message } } } }",
        new { input = new { accountId = account, program, source } }, token))["createReferralLink"]!;

    private async Task<JsonNode> DecideAsync(string referral, string decision, string reason, string token) => (await host.QueryAsync(
        "mutation($input: DecideReferralInput!) { decideReferral(input: $input) { referral { state } errors { __typename } } }", new { input = new { referralId = referral, decision, reason } }, token))["decideReferral"]!;

    private async Task<JsonNode> ApplyAsync(string account, string token, int version) => (await host.QueryAsync(
        "mutation($input: ApplyAsAffiliateInput!) { applyAsAffiliate(input: $input) { affiliate { state } errors { __typename } } }",
        new { input = new { accountId = account, program = "affiliate", message = "A blog about hiring.", acceptedTermsVersion = version } }, token))["applyAsAffiliate"]!;

    private async Task<JsonNode> DecideAffiliateAsync(string account, string decision, string token) => (await host.QueryAsync(
        "mutation($input: DecideAffiliateInput!) { decideAffiliate(input: $input) { affiliate { state } errors { __typename } } }",
        new { input = new { accountId = account, program = "affiliate", decision, reason = "Looked at the blog." } }, token))["decideAffiliate"]!;
}

internal static class ReferralHost
{
    /// <summary>The client hires a talent for a job and pays it; the payment's id.</summary>
    public static async Task<string> PayTalentAsync(this TestHost host, string client, string clientToken, string dollars = "20.00")
    {
        var owner = new MarketplaceClient(host, client, clientToken);
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await talent.BuyAsync(10);
        var proposal = (string)(await talent.SubmitAsync(await owner.PostJobAsync()))["proposal"]!["id"]!;
        var contract = (string)(await owner.MutateAsync("hire", "contract { id }", new { proposalId = proposal }))["contract"]!["id"]!;
        var paid = await owner.MutateAsync("payContract", "payment { id }", new { contractId = contract, amount = new { amount = dollars }, idempotencyKey = "pay-" + contract });
        return (string)paid["payment"]!["id"]!;
    }

    /// <summary>A client hires this talent for a job and pays it.</summary>
    public static async Task PayTalentAsync(this TestHost host, MarketplaceClient talent, string dollars)
    {
        var client = await MarketplaceClient.ClientAsync(host);
        await talent.BuyAsync(10);
        var proposal = (string)(await talent.SubmitAsync(await client.PostJobAsync()))["proposal"]!["id"]!;
        var contract = (string)(await client.MutateAsync("hire", "contract { id }", new { proposalId = proposal }))["contract"]!["id"]!;
        await client.MutateAsync("payContract", "payment { id }", new { contractId = contract, amount = new { amount = dollars }, idempotencyKey = "pay-" + contract });
    }
}
