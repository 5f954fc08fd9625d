using System.Text.Json.Nodes;
using Marketplace.Accounts;
using Marketplace.Notifications;
using Marketplace.Policies;
using Marketplace.Referrals;
using Marketplace.Tests.Policies;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Tests.Referrals;

/// <summary>REF-20: invitations by email, to who wants them.</summary>
public sealed class FriendInvitationTests : ReferralTestBase
{
    protected override PolicyBook? Policies { get; } = PolicyVersions.With("""{"referrals": {"invitations": {"perDay": 4, "perAddress": 3, "followUpDays": 7, "mostCharacters": 40}}}""");

    [Fact]
    public async Task REF_20_a_friend_gets_the_referrers_words_and_link_once_and_only_a_hash_of_the_address_stays()
    {
        (await InviteAsync(Referrer, "friend@example.org")).Refusal.ShouldBeOfType<NotEligible>().Message.ShouldBe("Verify your own email address first.");
        await Scene.VerifyAsync(Referrer, ContactChannel.Email);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => InviteAsync(Referrer, " Friend@Example.org ", "Come along!\nIt is <fun>."))));

        answers.Select(a => a.Value!.InvitationsLeft).Distinct().ShouldBe([3]);
        var mail = (await SentToAsync("friend@example.org")).ShouldHaveSingleItem();
        mail.Subject.ShouldBe($"{ShortName.Of(Referrer.DisplayName)} invites you to the marketplace");
        mail.Text.ShouldContain("Come along!\n\nIt is <fun>.");
        mail.Html.ShouldContain("It is &lt;fun&gt;.");
        mail.Text.ShouldContain("may be rewarded if you do (Refer a client)");
        (await Market.AsOwnerAsync<long>("select count(*) from marketplace.outbox where data::text ilike '%friend@%' or data::text like '%Come along%'")).ShouldBe(0);

        var code = mail.Text.Split("/r/")[1].Split('\n')[0].Trim();
        var client = await Market.RegisterAsync(AccountKind.Client, change: account => account with { Email = "friend@example.org", ReferralCode = code });
        (await Scene.ReferralAsync(Referrer, client)).Referral.Source.ShouldBe(ReferralSource.Email);
    }

    [Fact]
    public async Task REF_20_an_address_that_refuses_is_a_members_or_was_written_to_often_gets_nothing_and_nobody_learns_of_it()
    {
        var referrers = new[] { Referrer, await Market.FreelancerAsync(), await Market.FreelancerAsync(), await Market.FreelancerAsync() };
        foreach (var referrer in referrers)
        {
            await Scene.VerifyAsync(referrer, ContactChannel.Email);
            (await InviteAsync(referrer, "popular@example.org")).Refusal.ShouldBeNull();
        }

        (await SentToAsync("popular@example.org")).Count.ShouldBe(3);
        (await InviteAsync(Referrer, Talent.Email!)).Value!.InvitationsLeft.ShouldBe(2);
        (await SentToAsync(Talent.Email!)).Count(m => m.Subject.Contains("invites", StringComparison.Ordinal)).ShouldBe(0);

        await InviteAsync(Referrer, "tired@example.org");
        var link = (await SentToAsync("tired@example.org")).Single().UnsubscribeUrl!;
        var token = link.Split('/')[^1];
        await Market.With<Unsubscription, bool>(async unsubscription =>
        {
            (await unsubscription.AddressOfAsync(token + "x", CancellationToken.None)).ShouldBeNull();
            (await unsubscription.AccountOfAsync(token, CancellationToken.None)).ShouldBeNull();
            await unsubscription.SetAddressAsync((await unsubscription.AddressOfAsync(token, CancellationToken.None))!, wantsMail: false, CancellationToken.None);
            return true;
        });
        (await InviteAsync(referrers[1], "TIRED@example.org")).Value!.InvitationsLeft.ShouldBe(2);
        await Market.AdvanceAsync(TimeSpan.FromDays(8));
        (await InviteAsync(Referrer, "tired@example.org")).Value!.InvitationsLeft.ShouldBe(3);
        (await SentToAsync("tired@example.org")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task REF_20_so_many_a_day_follow_ups_after_a_week_and_none_on_behalf_of_who_was_banned()
    {
        await Scene.VerifyAsync(Referrer, ContactChannel.Email);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => InviteAsync(Referrer, $"friend{i}@example.org"))));
        answers.Count(a => a.Refusal is null).ShouldBe(4);
        answers.Where(a => a.Refusal is not null).ShouldAllBe(a => a.Refusal is NotEligible);
        await Market.AdvanceAsync(TimeSpan.FromDays(1));
        (await InviteAsync(Referrer, "friend8@example.org")).Value!.InvitationsLeft.ShouldBe(3);
        await SentToAsync("friend8@example.org");

        await Market.AdvanceAsync(TimeSpan.FromDays(7));
        await InviteAsync(Referrer, "friend8@example.org");
        (await SentToAsync("friend8@example.org")).Count.ShouldBe(2);
        await InviteAsync(Referrer, "friend9@example.org");
        await Scene.BanAsync(Referrer);
        (await SentToAsync("friend9@example.org")).ShouldBeEmpty();
        (await InviteAsync(Referrer, "friend10@example.org")).Refusal.ShouldBeOfType<AccountNotActive>();
    }

    [Theory]
    [InlineData("friend", null, "email")]
    [InlineData("Friend <friend@example.org>", null, "email")]
    [InlineData("a@example.org,b@example.org", null, "email")]
    [InlineData("friend@example.org\r\nBcc: all@example.org", null, "email")]
    [InlineData("friend@example.org", "Look at https://elsewhere.example", "message")]
    [InlineData("friend@example.org", "Look at WWW.elsewhere.example", "message")]
    [InlineData("friend@example.org", "A message of forty-two characters, it is..", "message")]
    [InlineData("friend@example.org", "A bell: \a", "message")]
    public async Task REF_20_what_is_no_address_or_brings_links_is_refused(string email, string? message, string field)
    {
        await Scene.VerifyAsync(Referrer, ContactChannel.Email);
        (await InviteAsync(Referrer, email, message)).Refusal.ShouldBeOfType<Invalid>().Field.ShouldBe(field);
        (await Market.AsOwnerAsync<long>("select count(*) from marketplace.referral_invitation")).ShouldBe(0);
    }

    private Task<Outcome<InvitedFriend>> InviteAsync(Account account, string email, string? message = null) => Market.With<FriendInvitations, Outcome<InvitedFriend>>(invitations =>
        invitations.InviteAsync(new FriendInvitation(account.AccountId, "client-cash", email, message), TestMarketplace.CallerOf(account), CancellationToken.None));

    private async Task<List<OutgoingMail>> SentToAsync(string address)
    {
        (await Market.RunAsync("dispatch-outbox")).Outcome.ShouldBe(Marketplace.ScheduledJobs.RunOutcome.Succeeded);
        return [.. Market.Services.GetRequiredService<SentMail>().Mail.Where(m => m.To == address)];
    }
}
