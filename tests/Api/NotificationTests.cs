using System.Text.Json.Nodes;
using Testing;

namespace Marketplace.Api.Tests;

/// <summary>The bell and the mail, as clients and mail servers see them.</summary>
public sealed class NotificationTests : IAsyncLifetime
{
    private readonly LoopbackMailServer mail = new();
    private TestHost host = null!;

    public async ValueTask InitializeAsync() =>
        host = await TestHost.StartAsync("--Mail:Smtp:Host=127.0.0.1", $"--Mail:Smtp:Port={mail.Port}", "--Mail:Smtp:Tls=false", "--Mail:From=marketplace@example.com", "--Mail:PublicAddress=https://marketplace.example");

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await mail.DisposeAsync();
    }

    [Fact]
    public async Task The_bell_lists_newest_first_counts_what_is_unread_and_marks_what_was_read()
    {
        var talent = await TalentWithNoticesAsync();

        var bell = await BellAsync(talent, unreadOnly: true);
        bell["nodes"]!.AsArray().Select(n => n!["title"]!.ToString()).ShouldBe(["40 free Connects", "40 free Connects"]);
        bell["nodes"]!.AsArray().Select(n => n!["kind"]!.ToString()).ShouldAllBe(kind => kind == "CONNECTS_AWARDED");
        var newest = (string)bell["nodes"]![0]!["id"]!;

        var marked = await talent.MutateAsync("markNotificationsRead", "notifications { id readAt }", new { ids = new[] { newest, newest } });
        marked["notifications"]!.AsArray().Select(n => (string)n!["id"]!).ShouldBe([newest]);
        var readAt = (string)marked["notifications"]![0]!["readAt"]!;
        ((int)(await BellAsync(talent, unreadOnly: true))["totalCount"]!).ShouldBe(1);
        ((int)(await BellAsync(talent, unreadOnly: false))["totalCount"]!).ShouldBe(2);
        var again = await talent.MutateAsync("markNotificationsRead", "notifications { readAt }", new { ids = new[] { newest } });
        ((string)again["notifications"]![0]!["readAt"]!).ShouldBe(readAt);
    }

    [Fact]
    public async Task Somebody_elses_notifications_are_not_there_and_nothing_is_marked_with_them()
    {
        var talent = await TalentWithNoticesAsync();
        var stranger = await TalentWithNoticesAsync();
        var theirs = (string)(await BellAsync(talent, true))["nodes"]![0]!["id"]!;
        var own = (string)(await BellAsync(stranger, true))["nodes"]![0]!["id"]!;

        var refused = await stranger.MutateAsync("markNotificationsRead", "notifications { id }", new { ids = new[] { own, theirs } });

        refused["errors"]![0]!["code"]!.ToString().ShouldBe("NOT_FOUND");
        ((int)(await BellAsync(stranger, true))["totalCount"]!).ShouldBe(2);
        (await stranger.QueryAsync("query($id: ID!) { node(id: $id) { id } }", new { id = theirs }))["node"].ShouldBeNull();
        (await stranger.QueryAsync("query($id: ID!) { node(id: $id) { ... on Notification { title } } }", new { id = own }))["node"]!["title"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_subscriber_hears_each_new_notification_of_its_account_alone_and_leaves_nothing_behind()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        var other = await MarketplaceClient.FreelancerAsync(host);
        await using (var socket = await SubscriptionClient.ConnectAsync(host, talent.Token))
        {
            var events = await socket.SubscribeAsync("subscription { notificationReceived { title kind } }");
            var feed = (Notifications.NotificationFeed)host.Services.GetService(typeof(Notifications.NotificationFeed))!;
            await Eventually(() => feed.FollowerCount == 1);
            await ApproveAsync(other);
            await ApproveAsync(talent);
            var support = await host.StaffAsync("SUPPORT");
            await host.MutateAsync("recordReadinessTest", "account { id }", new { accountId = talent.AccountId, passed = true }, support);

            var heard = new[] { await events.NextAsync(), await events.NextAsync() };
            heard.Select(e => e["data"]!["notificationReceived"]!["kind"]!.ToString()).ShouldAllBe(kind => kind == "CONNECTS_AWARDED");
            heard.Length.ShouldBe(2);
        }

        var left = (Notifications.NotificationFeed)host.Services.GetService(typeof(Notifications.NotificationFeed))!;
        await Eventually(() => left.FollowerCount == 0);
    }

    [Fact]
    public async Task Mail_leaves_by_SMTP_as_text_and_HTML_with_a_link_that_ends_it()
    {
        var talent = await TalentWithNoticesAsync();
        await host.MutateAsync("runScheduledJob", "run { outcome processed }", new { name = "dispatch-outbox" }, await host.StaffAsync("ADMIN"));

        await Eventually(() => mail.Messages.Count == 3);
        var notice = mail.Messages.Single(m => m.Contains("Subject: 40 free Connects", StringComparison.Ordinal) && m.Contains("Profile", StringComparison.Ordinal));
        notice.ShouldContain("text/plain");
        notice.ShouldContain("text/html");
        notice.ShouldContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
        var link = notice.Split("List-Unsubscribe: <https://marketplace.example")[1].Split('>')[0];

        (await host.Http.GetAsync(new Uri(link, UriKind.Relative))).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        (await host.ScalarAsync<long>("select count(*) from marketplace.email_opt_out")).ShouldBe(0);
        using var oneClick = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        (await host.Http.PostAsync(new Uri(link, UriKind.Relative), oneClick)).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        (await host.ScalarAsync<long>("select count(*) from marketplace.email_opt_out")).ShouldBe(1);
        using var forged = new FormUrlEncodedContent([]);
        (await host.Http.PostAsync(new Uri("/unsubscribe/1.2.abc", UriKind.Relative), forged)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    private async Task<MarketplaceClient> TalentWithNoticesAsync()
    {
        var talent = await MarketplaceClient.FreelancerAsync(host);
        await ApproveAsync(talent);
        await host.MutateAsync("recordReadinessTest", "account { id }", new { accountId = talent.AccountId, passed = true }, await host.StaffAsync("SUPPORT"));
        return talent;
    }

    private async Task ApproveAsync(MarketplaceClient talent) =>
        await host.MutateAsync("approveProfile", "account { id }", new { accountId = talent.AccountId }, await host.StaffAsync("SUPPORT"));

    private static async Task<JsonNode> BellAsync(MarketplaceClient talent, bool unreadOnly) =>
        (await talent.QueryAsync("query($unreadOnly: Boolean!) { viewer { notifications(unreadOnly: $unreadOnly) { totalCount nodes { id kind title body at readAt } } } }", new { unreadOnly }))["viewer"]!["notifications"]!;

    private static async Task Eventually(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds())
            await Task.Delay(20, limit.Token);
    }
}
