using System.Net;
using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>What referrers, support and product people ask of referrals over HTTP, and who else may not.</summary>
public sealed class ReferralAccountTests
{
    [Fact]
    public async Task REF_14_looking_at_a_link_writes_nothing_and_an_address_opens_so_many_a_minute()
    {
        await using var host = await TestHost.StartAsync("--Referrals:SignUpPage", "https://www.marketplace.example/join", "--Referrals:ClicksPerAddress", "8", "--Referrals:ClickWindow", "01:00:00");
        var referrer = await MarketplaceClient.FreelancerAsync(host);
        var shared = (await referrer.QueryAsync("query($id: ID!) { node(id: $id) { ... on Account { referralAccount { shareUrls(program: \"client-cash\") { source url } } } } }", new { id = referrer.AccountId }))
            ["node"]!["referralAccount"]!["shareUrls"]!.AsArray().Single(u => (string)u!["source"]! == "LINK")!;
        var link = new Uri(new Uri((string)shared["url"]!).AbsolutePath, UriKind.Relative);
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(host.Address) };

        foreach (var (method, header, value) in new[] { (HttpMethod.Head, "Accept", "text/html"), (HttpMethod.Get, "Sec-GPC", "1"), (HttpMethod.Get, "Sec-Purpose", "prefetch;prerender"), (HttpMethod.Head, "Sec-GPC", "1") })
        {
            using var request = new HttpRequestMessage(method, link) { Headers = { { header, value } } };
            using var answer = await browser.SendAsync(request);
            (answer.StatusCode, answer.Headers.Contains("Set-Cookie")).ShouldBe((HttpStatusCode.Found, false));
            answer.Headers.Location!.ToString().ShouldStartWith("https://www.marketplace.example/join?ref=");
        }

        (await WrittenAsync()).ShouldBe(0, "neither a click nor a link");
        using var clicked = await browser.GetAsync(link);
        clicked.Headers.Contains("Set-Cookie").ShouldBeTrue();
        (await WrittenAsync()).ShouldBe(2);

        for (var more = 5; more < 8; more++)
            (await browser.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.Found);
        var written = await WrittenAsync();
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var refused = await browser.SendAsync(new HttpRequestMessage(method, link));
            refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            refused.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        }

        (await WrittenAsync()).ShouldBe(written);

        Task<long> WrittenAsync() => host.ScalarAsync<long>("select count(*) + (select count(*) from marketplace.referral_touch) from marketplace.referral_link");
    }

    [Fact]
    public async Task REF_07_12_16_20_29_AFF_07_10_the_account_page_and_staff_operations_work_for_those_it_is_for_and_nobody_else()
    {
        await using var host = await TestHost.StartAsync();
        var (support, manager, safety) = (await host.StaffAsync("SUPPORT"), await host.StaffAsync("PRODUCT_MANAGER"), await host.StaffAsync("TRUST_AND_SAFETY"));
        var (referrer, stranger) = (await MarketplaceClient.FreelancerAsync(host), await MarketplaceClient.FreelancerAsync(host));

        // REF-07
        var friend = await MarketplaceClient.FreelancerAsync(host);
        var claim = new { accountId = friend.AccountId, referrerId = referrer.AccountId, program = "talent-earns", reason = "Both say so." };
        foreach (var token in new[] { referrer.Token, manager, safety })
            (await CodeAsync(host, "attributeSignUp", claim, token)).ShouldBe("FORBIDDEN");
        (await CodeAsync(host, "attributeSignUp", new { claim.accountId, claim.referrerId, program = "turnover", claim.reason }, support)).ShouldBe("NOT_FOUND");
        (await CodeAsync(host, "attributeSignUp", new { accountId = GlobalIdOf(999_999), claim.referrerId, claim.program, claim.reason }, support)).ShouldBe("NOT_FOUND");
        (await CodeAsync(host, "attributeSignUp", new { claim.accountId, claim.referrerId, claim.program, reason = "" }, support)).ShouldBe("VALIDATION_FAILED");
        var attributed = await host.MutateAsync("attributeSignUp", "referral { id state source referredName program { key termsVersion termsUrl terms } alternative { connects } }", claim, support);
        var referral = attributed["referral"]!;
        ((string)referral["state"]!).ShouldBe("SIGNED_UP");
        (await CodeAsync(host, "attributeSignUp", claim, support)).ShouldBe("NOT_ELIGIBLE");
        ((int)(await PageAsync(host, referrer, referrer.Token))["referrals"]!["totalCount"]!).ShouldBe(1);

        // REF-16: programs in force leave no choice, and other people's referrals are not there.
        var choice = new { referralId = (string)referral["id"]!, asset = "CASH" };
        (await CodeAsync(host, "chooseReferralReward", choice, referrer.Token)).ShouldBe("NOT_ELIGIBLE");
        (await CodeAsync(host, "chooseReferralReward", choice, stranger.Token)).ShouldBe("NOT_FOUND");
        (await CodeAsync(host, "chooseReferralReward", choice, support)).ShouldBe("NOT_FOUND");
        (await host.SendAsync("mutation { chooseReferralReward(input: { referralId: \"nonsense\", asset: CASH }) { errors { __typename } } }", token: referrer.Token))["errors"].ShouldNotBeNull();

        // REF-20
        var invitation = new { accountId = referrer.AccountId, program = "client-cash", email = "carl@example.org", message = "Come along." };
        (await CodeAsync(host, "inviteFriend", invitation, stranger.Token)).ShouldBe("FORBIDDEN");
        (await CodeAsync(host, "inviteFriend", invitation, referrer.Token)).ShouldBe("NOT_ELIGIBLE", "the own address is not verified");
        await host.MutateAsync("verifyEmail", "account { id }", new { accountId = referrer.AccountId }, support);
        ((int)(await host.MutateAsync("inviteFriend", "invitationsLeft", invitation, referrer.Token))["invitationsLeft"]!).ShouldBe(19);
        ((int)(await host.MutateAsync("inviteFriend", "invitationsLeft", invitation, referrer.Token))["invitationsLeft"]!).ShouldBe(19, "the same again is nothing new");
        (await CodeAsync(host, "inviteFriend", new { invitation.accountId, invitation.program, email = "nobody" }, referrer.Token)).ShouldBe("VALIDATION_FAILED");
        (await CodeAsync(host, "inviteFriend", new { invitation.accountId, program = "affiliate", invitation.email }, referrer.Token)).ShouldBe("NOT_ELIGIBLE");
        (await CodeAsync(host, "inviteFriend", new { accountId = GlobalIdOf(999_999), invitation.program, invitation.email }, referrer.Token)).ShouldBe("NOT_FOUND");

        // AFF-07
        var listing = new { accountId = referrer.AccountId, listed = true };
        (await CodeAsync(host, "listOnLeaderboard", listing, stranger.Token)).ShouldBe("FORBIDDEN");
        (await CodeAsync(host, "listOnLeaderboard", listing, support)).ShouldBe("FORBIDDEN", "nobody is shown who did not ask");
        (await host.MutateAsync("listOnLeaderboard", "account { id }", listing, referrer.Token))["account"].ShouldNotBeNull();
        ((bool)(await PageAsync(host, referrer, referrer.Token))["isOnLeaderboard"]!).ShouldBeTrue();
        ((bool)(await PageAsync(host, stranger, support))["isOnLeaderboard"]!).ShouldBeFalse();
        await host.PayTalentAsync(friend, "1.00");
        (await host.QueryAsync("{ referralLeaderboard(program: \"talent-earns\") { rank name rewarded } }", token: stranger.Token))["referralLeaderboard"]!.AsArray().Count.ShouldBe(1);
        (await host.SendAsync("{ referralLeaderboard(program: \"talent-earns\") { rank } }"))["errors"].ShouldNotBeNull("who is signed in reads it");
        (await host.SendAsync("{ referralLeaderboard(program: \"no-such\") { rank } }", token: stranger.Token))["errors"]![0]!["extensions"]!["code"]!.GetValue<string>().ShouldBe("BAD_USER_INPUT");

        // REF-29
        const string economics = "{ referralEconomics { program { key } signUps qualified rewarded cashPaid { amount } cashOnHold { amount } connectsGiven cost { amount } revenue { amount } costPerQualified { amount } revenuePerSignUp { amount } } }";
        foreach (var token in new[] { referrer.Token, safety, null })
            (await host.SendAsync(economics, token: token))["errors"].ShouldNotBeNull();
        foreach (var token in new[] { support, manager })
            (await host.QueryAsync(economics, token: token))["referralEconomics"]!.AsArray().Single(e => (string)e!["program"]!["key"]! == "talent-earns")!.ToJsonString().ShouldBe(
                """{"program":{"key":"talent-earns"},"signUps":1,"qualified":1,"rewarded":1,"cashPaid":{"amount":"0.00"},"cashOnHold":{"amount":"0.00"},"connectsGiven":10,"cost":{"amount":"1.50"},"revenue":{"amount":"1.50"},"costPerQualified":{"amount":"1.50"},"revenuePerSignUp":{"amount":"1.50"}}""");

        // AFF-10, REF-12
        (await host.QueryAsync("{ a: referralProgram(key: \"client-cash\", version: 1) { name termsVersion } b: referralProgram(key: \"client-cash\", version: 2) { name } c: referralProgram(key: \"turnover\") { name } }"))
            .ToJsonString().ShouldBe("""{"a":{"name":"Refer a client","termsVersion":1},"b":null,"c":null}""");
        var terms = await host.Http.GetStringAsync(new Uri(new Uri((string)referral["program"]!["termsUrl"]!).AbsolutePath, UriKind.Relative));
        terms.ShouldContain(WebUtility.HtmlEncode((string)referral["program"]!["terms"]!));
        foreach (var path in new[] { "/referral-terms/client-cash/2", "/referral-terms/turnover/1", "/referral-terms/client-cash/x", "/referral-terms/%3Cscript%3E/1" })
            (await host.Http.GetAsync(new Uri(path, UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task REF_20_the_link_in_an_invitation_ends_such_mail_for_that_address()
    {
        await using var mail = new LoopbackMailServer();
        await using var host = await TestHost.StartAsync("--Mail:Smtp:Host=127.0.0.1", $"--Mail:Smtp:Port={mail.Port}", "--Mail:Smtp:Tls=false", "--Mail:From=marketplace@example.com", "--Mail:PublicAddress=https://marketplace.example");
        var referrer = await MarketplaceClient.FreelancerAsync(host);
        await host.MutateAsync("verifyEmail", "account { id }", new { accountId = referrer.AccountId }, await host.StaffAsync("SUPPORT"));
        await host.MutateAsync("inviteFriend", "invitationsLeft", new { accountId = referrer.AccountId, program = "client-cash", email = "carl@example.org" }, referrer.Token);
        await host.MutateAsync("runScheduledJob", "run { outcome }", new { name = "dispatch-outbox" }, await host.StaffAsync("ADMIN"));

        var invitation = mail.Messages.Single(IsInvitation);
        invitation.ShouldContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        var link = new Uri(invitation.Split("<https://marketplace.example")[1].Split('>')[0], UriKind.Relative);
        (await host.Http.GetStringAsync(link)).ShouldContain("Shall nobody invite this address");
        (await SuppressedAsync()).ShouldBe(0, "looking changes nothing");
        using var nothing = new FormUrlEncodedContent([]);
        (await host.Http.PostAsync(link, nothing)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SuppressedAsync()).ShouldBe(1);
        (await host.Http.PostAsync(new Uri(link + "?resume", UriKind.Relative), nothing)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SuppressedAsync()).ShouldBe(0);
        (await host.Http.PostAsync(new Uri("/unsubscribe/1.aAAAA.abc", UriKind.Relative), nothing)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        static bool IsInvitation(string message) => message.Contains("invites you to the marketplace", StringComparison.Ordinal);

        Task<long> SuppressedAsync() => host.ScalarAsync<long>("select count(*) from marketplace.invitation_suppression");
    }

    private static string GlobalIdOf(long account) => GraphQL.GlobalId.Encode("Account", account.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static async Task<string> CodeAsync(TestHost host, string field, object input, string? token) => (string)(await host.MutateAsync(field, "__typename", input, token))["errors"]![0]!["code"]!;

    private static async Task<JsonNode> PageAsync(TestHost host, MarketplaceClient of, string token) => (await host.QueryAsync(
        "query($id: ID!) { node(id: $id) { ... on Account { referralAccount { isOnLeaderboard referrals { totalCount } } } } }", new { id = of.AccountId }, token))["node"]!["referralAccount"]!;
}
