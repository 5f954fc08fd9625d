using Marketplace.Accounts;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.Policies;
using Marketplace.Referrals;
using Testing;

namespace Marketplace.Tests.Referrals;

/// <summary>Two accounts that pay with one card are one person.</summary>
public sealed class InstrumentTests : ReferralTestBase
{
    private const string Card = "card-visa-4242";

    [Theory]
    [InlineData("bundle")]
    [InlineData("plan")]
    public async Task REF_14_the_referrers_own_card_rejects_the_reward_whatever_it_had_paid(string what)
    {
        if (what == "bundle")
            (await Market.TryBuyAsync(Referrer, 10, "bundle", token: Card)).Refusal.ShouldBeNull();
        else
            (await Market.ChangePlanAsync(Referrer, PlanCode.FreelancerPlus, token: Card)).Refusal.ShouldBeNull();
        var client = await ReferredClientAsync();

        await Scene.PayAsync(client, Talent, 5000, Card.ToUpperInvariant());

        (await Scene.ReferralAsync(Referrer, client)).ShouldSatisfyAllConditions(
            r => r.State.ShouldBe(PublicReferralState.Rejected), r => r.Reason.ShouldBe("Both accounts pay with the same card or account."));
        await Scene.AfterAsync(14);
        (await Scene.CashAsync(Referrer)).ShouldSatisfyAllConditions(c => c.Balance.Cents.ShouldBe(0), c => c.Pending.Cents.ShouldBe(0));
        await Scene.BooksAreRightAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task REF_14_a_card_that_featured_a_job_of_the_referrer_rejects_the_reward(bool whenPosted)
    {
        var referrer = await Market.ClientAsync();
        var caller = TestMarketplace.CallerOf(referrer);
        if (whenPosted)
            (await Market.With<JobPosting, Outcome<Job>>(posting => posting.PostAsync(
                new NewJob(referrer.AccountId, "Operations", "Work.", "legal", new FixedPrice(new Money(4000)), true, PaymentMethod.Card, Card, "featured"), caller, CancellationToken.None))).Refusal.ShouldBeNull();
        else
        {
            var job = await Market.JobAsync(referrer);
            (await Market.With<JobFeaturing, Outcome<Job>>(f => f.FeatureAsync(job.JobId, PaymentMethod.Card, Card, "feature", caller, CancellationToken.None))).Refusal.ShouldBeNull();
        }

        var client = await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(referrer, "client-cash"));
        await Scene.PayAsync(client, Talent, 5000, Card);
        (await Scene.StateAsync(referrer, client)).ShouldBe(PublicReferralState.Rejected);
    }

    [Fact]
    public async Task REF_14_the_same_card_on_both_sides_is_also_seen_during_the_hold()
    {
        var client = await ReferredClientAsync();
        await Scene.PayAsync(client, Talent, 5000, Card);
        (await Market.TryBuyAsync(Referrer, 10, "bundle", token: Card)).Refusal.ShouldBeNull();

        await Scene.AfterAsync(14);

        (await Scene.StateAsync(Referrer, client)).ShouldBe(PublicReferralState.Rejected);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_14_a_card_that_paid_for_an_earlier_account_says_that_the_person_is_not_new()
    {
        var before = await ReferredClientAsync();
        await Scene.PayAsync(before, Talent, 100, Card);
        await Scene.CloseAsync(before);
        await Scene.EraseAsync(before);

        var client = await ReferredClientAsync();
        await Scene.PayAsync(client, Talent, 5000, Card);

        (await Scene.ReferralAsync(Referrer, client)).Reason.ShouldBe("This person has signed up before.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("tok_visa")]
    [InlineData("card-visa-1111")]
    public async Task Other_cards_plain_tokens_and_none_join_nobody(string? token)
    {
        (await Market.TryBuyAsync(Referrer, 10, "bundle", token: token is null or "tok_visa" ? token : Card)).Refusal.ShouldBeNull();
        var client = await ReferredClientAsync();
        await Scene.PayAsync(client, Talent, 5000, token);

        (await Scene.StateAsync(Referrer, client)).ShouldBe(PublicReferralState.Qualified);
    }

    [Fact]
    public async Task A_declined_card_says_nothing_about_who_owns_it()
    {
        (await Market.TryBuyAsync(Referrer, 10, "bundle", token: "decline-" + Card)).Refusal.ShouldBeOfType<PaymentDeclined>();
        (await Market.AsOwnerAsync<long>("select count(*) from marketplace.identity_mark where kind = 'INSTRUMENT'")).ShouldBe(0);
    }
}
