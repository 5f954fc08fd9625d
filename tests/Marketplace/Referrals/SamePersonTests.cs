using System.Collections.Frozen;
using Marketplace.Accounts;
using Marketplace.Referrals;
using Testing;

namespace Marketplace.Tests.Referrals;

/// <summary>Nobody earns by referring himself, or by coming back; what is only doubtful waits for a person.</summary>
public sealed class SamePersonTests : ReferralTestBase
{
    [Fact]
    public async Task REF_14_a_client_account_of_the_referrers_own_email_is_no_referral()
    {
        var client = await ReferredClientAsync(account => account with { Email = Referrer.Email!.ToUpperInvariant() });

        (await Scene.ReferralAsync(Referrer, client)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(PublicReferralState.Expired), r => r.Reason.ShouldBe("Nobody refers himself."));
        await Scene.PayAsync(client, Talent, 5000);
        await Scene.AfterAsync(14);
        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(0);
    }

    [Fact]
    public async Task REF_14_a_client_account_with_the_referrers_phone_or_subject_is_no_referral()
    {
        var phone = NewPhone();
        var referrer = await Market.RegisterAsync(AccountKind.Freelancer, change: account => account with { Phone = phone });
        var link = await Scene.LinkAsync(referrer, "client-cash");
        var byPhone = await Scene.SignUpAsync(AccountKind.Client, link, account => account with { Phone = phone });
        var bySubject = await Scene.SignUpAsync(AccountKind.Client, link, caller: TestMarketplace.CallerOf(referrer));

        (await Scene.ReferralAsync(referrer, byPhone)).Reason.ShouldBe("Nobody refers himself.");
        (await Scene.ReferralAsync(referrer, bySubject)).Reason.ShouldBe("Nobody refers himself.");
    }

    [Fact]
    public async Task REF_14_an_account_that_becomes_the_referrers_own_during_the_hold_is_not_paid()
    {
        var client = await ReferredClientAsync();
        await Scene.PayAsync(client, Talent, 5000);
        await Market.AsOwnerAsync<long>($"with c as (update marketplace.account set phone = '+15559990000' where id in ({Referrer.Id}, {client.Id}) returning 1) select count(*) from c");

        await Scene.AfterAsync(14);

        (await Scene.ReferralAsync(Referrer, client)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(PublicReferralState.Rejected), r => r.Reason.ShouldBe("Both accounts are one person."));
        (await Scene.CashAsync(Referrer)).ShouldSatisfyAllConditions(c => c.Balance.Cents.ShouldBe(0), c => c.Pending.Cents.ShouldBe(0));
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_13_the_same_device_on_both_sides_waits_for_a_person_for_as_long_as_it_takes()
    {
        var referrer = await Market.RegisterAsync(AccountKind.Freelancer, change: account => account with { DeviceId = "device-1" });
        var client = await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(referrer, "client-cash"), account => account with { DeviceId = "device-1" });
        await Scene.PayAsync(client, Talent, 5000);

        (await Scene.ReferralAsync(referrer, client)).ShouldSatisfyAllConditions(
            r => r.State.ShouldBe(PublicReferralState.PendingReview), r => r.Reason.ShouldBe("Both accounts were used on the same device."));
        // Silence never pays.
        await Scene.AfterAsync(400);
        await Market.RunAsync("lapse-referrals");
        (await Scene.StateAsync(referrer, client)).ShouldBe(PublicReferralState.PendingReview);
        (await Scene.CashAsync(referrer)).Balance.Cents.ShouldBe(0);

        await Scene.ReviewAsync(referrer, client, approve: true);
        await Scene.ReleaseAsync();
        (await Scene.CashAsync(referrer)).Balance.Cents.ShouldBe(1000);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_13_the_same_address_on_both_sides_waits_for_a_person_also_where_nobody_referred_the_referrer()
    {
        var home = new Caller("home", FrozenSet<Role>.Empty, "192.0.2.1");
        var referrer = await Market.RegisterAsync(AccountKind.Freelancer, home);
        var client = await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(referrer, "client-cash"), caller: new Caller("also-home", FrozenSet<Role>.Empty, "192.0.2.1"));
        await Scene.PayAsync(client, Talent, 5000);

        (await Scene.ReferralAsync(referrer, client)).Reason.ShouldBe("Both accounts came from the same address.");

        await Scene.ReviewAsync(referrer, client, approve: false);
        (await Scene.ReferralAsync(referrer, client)).ShouldSatisfyAllConditions(r => r.State.ShouldBe(PublicReferralState.Rejected), r => r.Reason.ShouldBe("Looked into it."));
        await Scene.AfterAsync(30);
        (await Scene.CashAsync(referrer)).Balance.Cents.ShouldBe(0);
        await Scene.BooksAreRightAsync();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task An_address_of_the_machine_itself_says_nothing(string address)
    {
        var referrer = await Market.RegisterAsync(AccountKind.Freelancer, new Caller("one", FrozenSet<Role>.Empty, address));
        var client = await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(referrer, "client-cash"), caller: new Caller("another", FrozenSet<Role>.Empty, address));
        await Scene.PayAsync(client, Talent, 5000);
        (await Scene.StateAsync(referrer, client)).ShouldBe(PublicReferralState.Qualified);
    }

    [Fact]
    public async Task Registrations_by_staff_carry_neither_device_nor_address()
    {
        var staff = new Caller("staff", FrozenSet.ToFrozenSet([Role.Support]), "192.0.2.9");
        var referrer = await Market.RegisterAsync(AccountKind.Freelancer, staff, account => account with { DeviceId = "the-office" });
        var link = await Market.With<ReferralCodes, string>(async codes => await codes.WriteAsync(referrer.AccountId, "client-cash", ReferralSource.Link, CancellationToken.None));
        var client = await Market.RegisterAsync(AccountKind.Client, staff, account => account with { DeviceId = "the-office", ReferralCode = link });

        (await Market.AsOwnerAsync<long>("select count(*) from marketplace.identity_mark where kind in ('DEVICE', 'ADDRESS', 'SUBJECT')")).ShouldBe(2, "those of the two who stand by");
        (await Scene.StageAsync(client)).ShouldBe("ATTRIBUTED");
    }

    [Theory]
    [InlineData("mailinator.com", true)]
    [InlineData("eu.mailinator.com", true)]
    [InlineData("notmailinator.com", false)]
    public async Task REF_13_an_address_of_a_disposable_domain_waits_for_a_person(string domain, bool waits)
    {
        var client = await ReferredClientAsync(account => account with { Email = $"somebody@{domain}" });
        await Scene.PayAsync(client, Talent, 5000);

        (await Scene.StateAsync(Referrer, client)).ShouldBe(waits ? PublicReferralState.PendingReview : PublicReferralState.Qualified);
    }

    [Fact]
    public async Task REF_06_13_many_sign_ups_within_a_day_wait_for_a_person_and_are_never_refused()
    {
        var clients = new List<Account>();
        for (var i = 0; i < 21; i++)
            clients.Add(await ReferredClientAsync());
        await Market.AdvanceAsync(TimeSpan.FromDays(3));
        var later = await ReferredClientAsync();
        await Scene.PayAsync(clients[0], Talent, 5000);
        await Scene.PayAsync(later, Talent, 5000);

        (await Scene.ReferralAsync(Referrer, clients[0])).Reason.ShouldBe("Many signed up through this account within a day.");
        (await Scene.StateAsync(Referrer, later)).ShouldBe(PublicReferralState.Qualified);
    }

    [Fact]
    public async Task REF_14_a_chain_that_leads_back_to_who_began_it_is_no_referral()
    {
        var second = await Scene.SignUpAsync(AccountKind.Freelancer, await Scene.LinkAsync(Referrer, "talent-connects"));
        var third = await Scene.SignUpAsync(AccountKind.Freelancer, await Scene.LinkAsync(second, "talent-connects"));
        var again = await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(third, "client-cash"), account => account with { Email = Referrer.Email! });

        (await Scene.ReferralAsync(third, again)).ShouldSatisfyAllConditions(
            r => r.State.ShouldBe(PublicReferralState.Expired), r => r.Reason.ShouldBe("The referral would lead back to who began it."));
    }

    [Fact]
    public async Task REF_14_who_comes_back_after_the_account_was_erased_is_not_rewarded_again()
    {
        var phone = NewPhone();
        var first = await ReferredClientAsync(account => account with { Email = "back@example.org", Phone = phone });
        await Scene.CloseAsync(first);
        await Scene.EraseAsync(first);

        var byEmail = await ReferredClientAsync(account => account with { Email = "Back@example.org" });
        var byPhone = await ReferredClientAsync(account => account with { Phone = phone });

        foreach (var client in new[] { byEmail, byPhone })
            (await Scene.ReferralAsync(Referrer, client)).Reason.ShouldBe("This person has signed up before.");
        (await Market.AsOwnerAsync<long>($"select count(*) from marketplace.account where id = {first.Id} and email is null and phone is null")).ShouldBe(1);
    }

    [Fact]
    public async Task REF_14_a_code_of_ones_own_refers_nobody()
    {
        var code = await Market.With<ReferralCodes, string>(async codes => await codes.WriteAsync(Referrer.AccountId, "client-cash", ReferralSource.Link, CancellationToken.None));
        var client = await Market.RegisterAsync(AccountKind.Client, TestMarketplace.CallerOf(Referrer), account => account with { ReferralCode = code });
        (await Scene.ReferralAsync(Referrer, client)).State.ShouldBe(PublicReferralState.Expired);
    }

    [Fact]
    public async Task What_an_affiliate_wrote_goes_with_the_person_and_the_entries_stay()
    {
        var affiliate = await Scene.AffiliateAsync("affiliate");
        var client = await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(affiliate, "affiliate"));
        await Scene.PayAsync(client, Talent, 5000);
        await Scene.AfterAsync(14);
        await Scene.CloseAsync(affiliate);
        await Scene.EraseAsync(affiliate);

        (await Market.AsOwnerAsync<string>($"select message from marketplace.affiliate where account_id = {affiliate.Id}")).ShouldBeEmpty();
        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(1000);
        await Scene.BooksAreRightAsync();
    }
}
