using Marketplace.Accounts;
using Marketplace.Policies;
using Marketplace.Referrals;

namespace Marketplace.Tests.Referrals;

/// <summary>The time to qualify, and what it does not end.</summary>
public sealed class LapsingTests : ReferralTestBase
{
    protected override PolicyBook? Policies { get; } = ReferralPrograms.Changed(programs =>
    {
        foreach (var template in new[] { "per-sign-up", "per-project", "recurring-share" })
            programs.Of(template)["enabled"] = true;
        programs.Of("recurring-share")["milestones"]![0]!["maximumCount"] = 3;
    });

    [Fact]
    public async Task Who_did_not_qualify_within_the_window_lapses_and_does_not_come_back()
    {
        var (affiliate, client) = await SignedUpAsync();
        await Market.AdvanceAsync(TimeSpan.FromDays(30));
        await Market.RunAsync("lapse-referrals");

        (await Scene.ReferralAsync(affiliate, client)).ShouldSatisfyAllConditions(
            r => r.State.ShouldBe(PublicReferralState.Expired), r => r.Reason.ShouldBe("The time to qualify is over."), r => r.Remaining.ShouldBeEmpty());
        await Scene.VerifyAsync(client, ContactChannel.Email);
        (await Scene.StageAsync(client)).ShouldBe("LAPSED");
        (await Scene.CashAsync(affiliate)).Pending.Cents.ShouldBe(0);
    }

    [Fact]
    public async Task A_fact_after_the_window_counts_for_nothing_before_the_job_has_come_by()
    {
        var (affiliate, client) = await SignedUpAsync();
        await Market.AdvanceAsync(TimeSpan.FromDays(30));
        await Scene.VerifyAsync(client, ContactChannel.Email);
        (await Scene.CashAsync(affiliate)).Pending.Cents.ShouldBe(0);
        await Market.RunAsync("lapse-referrals");
        (await Scene.StageAsync(client)).ShouldBe("LAPSED");
    }

    [Fact]
    public async Task What_is_on_hold_outlives_the_window_and_is_paid()
    {
        var (affiliate, client) = await SignedUpAsync();
        await Market.AdvanceAsync(TimeSpan.FromDays(29));
        await Scene.VerifyAsync(client, ContactChannel.Email);
        await Market.AdvanceAsync(TimeSpan.FromDays(2));
        await Market.RunAsync("lapse-referrals");
        (await Scene.StateAsync(affiliate, client)).ShouldBe(PublicReferralState.Qualified);

        await Scene.AfterAsync(12);

        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(200);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_05_a_program_without_a_window_waits_for_years()
    {
        var talent = (Talent)await Scene.SignUpAsync(AccountKind.Freelancer, await Scene.LinkAsync(Referrer, "talent-connects"), account => account with { Phone = NewPhone() });
        await Market.AdvanceAsync(TimeSpan.FromDays(1000));
        await Market.RunAsync("lapse-referrals");
        await Scene.VerifyAsync(talent, ContactChannel.Phone);
        await Scene.VerifyAsync(talent, ContactChannel.Email);
        await Scene.PassTestAsync(talent);
        (await Market.WalletAsync(Referrer)).Balance.ShouldBe(10);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AFF_11_a_share_ends_with_its_months_and_what_was_paid_can_still_be_taken_back(bool paidBefore)
    {
        var affiliate = await Scene.AffiliateAsync("recurring-share");
        var client = await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(affiliate, "recurring-share"));
        var payment = paidBefore ? await Scene.PayAsync(client, Talent, 5000) : null;
        await Scene.AfterAsync(14);
        await Market.AdvanceAsync(TimeSpan.FromDays(160));
        await Market.RunAsync("lapse-referrals");
        (await Scene.StageAsync(client)).ShouldBe(paidBefore ? "ACTIVE" : "ATTRIBUTED", "the months are not over");
        await Market.AdvanceAsync(TimeSpan.FromDays(11));

        await Market.RunAsync("lapse-referrals");

        (await Scene.ReferralAsync(affiliate, client)).ShouldSatisfyAllConditions(
            r => r.State.ShouldBe(paidBefore ? PublicReferralState.Rewarded : PublicReferralState.Expired), r => r.Remaining.ShouldBeEmpty());
        (await Scene.StageAsync(client)).ShouldBe(paidBefore ? "CLOSED" : "LAPSED");
        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(paidBefore ? 100 : 0);
        if (payment is not null)
        {
            await Scene.RefundAsync(payment);
            (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(0);
        }

        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task AFF_03_projects_end_with_the_tenth_or_with_the_twelfth_month()
    {
        var affiliate = await Scene.AffiliateAsync("per-project");
        var link = await Scene.LinkAsync(affiliate, "per-project");
        var (many, few) = ((Talent)await Scene.SignUpAsync(AccountKind.Freelancer, link), (Talent)await Scene.SignUpAsync(AccountKind.Freelancer, link));
        var client = await Market.ClientAsync();
        for (var project = 0; project < 10; project++)
            await Scene.HireAsync(client, many);
        await Scene.HireAsync(client, few);
        await Scene.AfterAsync(14);

        (await Scene.StageAsync(many)).ShouldBe("CLOSED");
        (await Scene.StageAsync(few)).ShouldBe("ACTIVE");
        await Market.AdvanceAsync(TimeSpan.FromDays(352));
        await Market.RunAsync("lapse-referrals");
        (await Scene.StageAsync(few)).ShouldBe("CLOSED");
        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(11 * 500);
    }

    [Fact]
    public async Task A_payment_that_goes_back_after_the_last_that_counts_frees_its_place_for_a_later_one()
    {
        var affiliate = await Scene.AffiliateAsync("recurring-share");
        var client = await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(affiliate, "recurring-share"));
        var contract = await Scene.HireAsync(client, await Market.FreelancerAsync());
        var first = await Scene.PayAsync(client, contract, 10_000);
        var second = await Scene.PayAsync(client, contract, 20_000);
        await Scene.PayAsync(client, contract, 30_000);
        await Scene.AfterAsync(14);
        (await Scene.StageAsync(client)).ShouldBe("CLOSED");
        await Scene.PayAsync(client, contract, 40_000);
        (await Scene.CashAsync(affiliate)).ShouldSatisfyAllConditions(c => c.Balance.Cents.ShouldBe(1200), c => c.Pending.Cents.ShouldBe(0));

        // The fourth takes the place of the first.
        await Scene.RefundAsync(first);
        (await Scene.StageAsync(client)).ShouldBe("ACTIVE");
        (await Scene.CashAsync(affiliate)).ShouldSatisfyAllConditions(c => c.Balance.Cents.ShouldBe(1000), c => c.Pending.Cents.ShouldBe(800));
        await Scene.AfterAsync(14);
        (await Scene.StageAsync(client)).ShouldBe("CLOSED");
        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(1800);

        // A place that is free waits for the next payment.
        await Scene.RefundAsync(second);
        (await Scene.StageAsync(client)).ShouldBe("ACTIVE");
        await Scene.PayAsync(client, contract, 50_000);
        (await Scene.CashAsync(affiliate)).ShouldSatisfyAllConditions(c => c.Balance.Cents.ShouldBe(1400), c => c.Pending.Cents.ShouldBe(1000));
        await Scene.BooksAreRightAsync();
    }

    private async Task<(Account Affiliate, Account Client)> SignedUpAsync()
    {
        var affiliate = await Scene.AffiliateAsync("per-sign-up");
        return (affiliate, await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(affiliate, "per-sign-up")));
    }
}
