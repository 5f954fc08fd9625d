using Marketplace.Accounts;
using Marketplace.Policies;
using Marketplace.Referrals;

namespace Marketplace.Tests.Referrals;

/// <summary>Every template that ships switched off, switched on by a version of the policies and played.</summary>
public sealed class ProgramTemplatesTests : ReferralTestBase
{
    private static readonly string[] Templates = ["client-posts-or-hires", "top-rated-refers", "turnover", "per-sign-up", "per-project", "recurring-share", "bring-your-own"];

    protected override PolicyBook? Policies { get; } = ReferralPrograms.With(Templates);

    [Fact]
    public void Every_template_that_ships_is_played_here_and_is_off_by_default() =>
        PolicyBook.Default().At(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)).Referrals.Programs.Where(p => !p.Enabled).Select(p => p.Key).ShouldBe(Templates, ignoreOrder: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task REF_17_18_a_client_who_posts_or_hires_brings_one_reward_after_the_hold(bool alsoHires)
    {
        var client = (Client)await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(Referrer, "client-posts-or-hires"));
        (await Scene.ReferralAsync(Referrer, client)).Remaining.ShouldBe(["Post a job. Or: Hire somebody."]);
        await Market.JobAsync(client);
        if (alsoHires)
            await Scene.HireAsync(client, Talent);

        (await Market.WalletAsync(Referrer)).Balance.ShouldBe(0);
        await Scene.AfterAsync(14);

        (await Market.WalletAsync(Referrer)).Balance.ShouldBe(10);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_17_a_job_that_is_removed_within_the_hold_was_no_job()
    {
        var client = (Client)await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(Referrer, "client-posts-or-hires"));
        var job = await Market.JobAsync(client);
        await Market.With<Marketplace.Jobs.JobClosing, Outcome<Marketplace.Jobs.Job>>(c => c.RemoveAsync(job.JobId, "Not a job.", "safety", CancellationToken.None));

        await Scene.AfterAsync(14);

        (await Scene.StateAsync(Referrer, client)).ShouldBe(PublicReferralState.SignedUp);
        (await Market.WalletAsync(Referrer)).Balance.ShouldBe(0);
    }

    [Fact]
    public async Task REF_23_a_top_rated_freelancer_refers_into_one_category()
    {
        (await Scene.TryLinkAsync(Referrer, "top-rated-refers")).Refusal.ShouldBeOfType<NotEligible>();
        await Market.With<TalentProgress, Outcome<Account>>(p => p.AwardBadgeAsync(Referrer.AccountId, Badge.TopRated, CancellationToken.None));
        var referred = (Talent)await Scene.SignUpAsync(AccountKind.Freelancer, await Scene.LinkAsync(Referrer, "top-rated-refers"));

        await Scene.HireAsync(await Market.ClientAsync(), referred, "legal");
        (await Market.WalletAsync(Referrer)).Balance.ShouldBe(0);
        await Scene.HireAsync(await Market.ClientAsync(), referred, "customer-service");

        (await Market.WalletAsync(Referrer)).Balance.ShouldBe(20);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_28_a_turnover_of_1000_dollars_net_of_refunds_and_without_what_bundles_cost_brings_cash()
    {
        var referred = (Talent)await Scene.SignUpAsync(AccountKind.Freelancer, await Scene.LinkAsync(Referrer, "turnover"));
        for (var i = 0; i < 5; i++)
            await Market.BuyAsync(referred, 40);
        var contract = await Scene.HireAsync(await Market.ClientAsync(), referred);
        var client = (await Market.With<AccountReader, Account?>(a => a.ByIdAsync(new AccountId(contract.ClientId), CancellationToken.None)))!;
        var first = await Scene.PayAsync(client, contract, 60_000);
        await Scene.RefundAsync(first, 1);
        await Scene.PayAsync(client, contract, 40_000);
        (await Scene.ReferralAsync(Referrer, referred)).Remaining.ShouldBe(["A turnover of $1000.00; $999.99 so far."]);
        (await Scene.StateAsync(Referrer, referred)).ShouldBe(PublicReferralState.SignedUp);

        await Scene.PayAsync(client, contract, 1);
        (await Scene.StateAsync(Referrer, referred)).ShouldBe(PublicReferralState.Qualified);
        await Scene.AfterAsync(14);

        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(5000);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_28_what_is_turned_over_after_a_year_counts_no_more()
    {
        var referred = (Talent)await Scene.SignUpAsync(AccountKind.Freelancer, await Scene.LinkAsync(Referrer, "turnover"));
        var client = await Market.ClientAsync();
        var contract = await Scene.HireAsync(client, referred);
        await Scene.PayAsync(client, contract, 99_999);
        await Market.AdvanceAsync(TimeSpan.FromDays(366));

        await Scene.PayAsync(client, contract, 1);

        (await Scene.StateAsync(Referrer, referred)).ShouldBe(PublicReferralState.SignedUp);
        await Market.RunAsync("lapse-referrals");
        (await Scene.StateAsync(Referrer, referred)).ShouldBe(PublicReferralState.Expired);
    }

    [Fact]
    public async Task AFF_02_12_an_approved_affiliate_is_paid_for_each_client_who_signs_up_and_verifies_the_email()
    {
        (await Scene.TryLinkAsync(Referrer, "per-sign-up")).Refusal.ShouldBeOfType<NotEligible>();
        var affiliate = await Scene.AffiliateAsync("per-sign-up");
        var link = await Scene.LinkAsync(affiliate, "per-sign-up", ReferralSource.Banner);
        var clients = new[] { await Scene.SignUpAsync(AccountKind.Client, link), await Scene.SignUpAsync(AccountKind.Client, link) };
        await Scene.VerifyAsync(clients[0], ContactChannel.Email);

        await Scene.AfterAsync(14);

        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(200);
        (await Market.AsOwnerAsync<long>("select count(*) from marketplace.ledger_transaction where kind = 'AFFILIATE_COMMISSION' and cash_after is not null")).ShouldBe(1);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task AFF_03_each_of_the_first_ten_projects_within_twelve_months_is_paid_once()
    {
        var affiliate = await Scene.AffiliateAsync("per-project");
        var referred = (Talent)await Scene.SignUpAsync(AccountKind.Freelancer, await Scene.LinkAsync(affiliate, "per-project"));
        var client = await Market.ClientAsync();
        for (var project = 0; project < 11; project++)
            await Scene.HireAsync(client, referred);

        await Scene.AfterAsync(14);

        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(5000);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task AFF_03_a_project_after_twelve_months_brings_nothing()
    {
        var affiliate = await Scene.AffiliateAsync("per-project");
        var referred = (Talent)await Scene.SignUpAsync(AccountKind.Freelancer, await Scene.LinkAsync(affiliate, "per-project"));
        var client = await Market.ClientAsync();
        await Scene.HireAsync(client, referred);
        await Market.AdvanceAsync(TimeSpan.FromDays(367));
        await Scene.HireAsync(client, referred);

        await Scene.AfterAsync(14);

        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(500);
    }

    [Fact]
    public async Task AFF_11_two_percent_of_every_payment_rounded_down_to_the_cent_for_six_months()
    {
        var affiliate = await Scene.AffiliateAsync("recurring-share");
        var client = await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(affiliate, "recurring-share"));
        var contract = await Scene.HireAsync(client, Talent);
        await Scene.PayAsync(client, contract, 1049);
        await Scene.PayAsync(client, contract, 999);
        await Scene.PayAsync(client, contract, 12_345);
        await Scene.AfterAsync(14);
        // 20.98 and 246.90 cents; what is below $10 brings nothing.
        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(20 + 246);

        await Market.AdvanceAsync(TimeSpan.FromDays(190));
        await Scene.PayAsync(client, contract, 100_000);
        await Scene.AfterAsync(14);

        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(20 + 246);
        await Scene.BooksAreRightAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AFF_11_a_share_shrinks_with_a_payment_that_went_back_in_part_before_or_after_it_was_paid(bool paidBefore)
    {
        var affiliate = await Scene.AffiliateAsync("recurring-share");
        var client = await Scene.SignUpAsync(AccountKind.Client, await Scene.LinkAsync(affiliate, "recurring-share"));
        var payment = await Scene.PayAsync(client, Talent, 10_000);
        await Scene.AfterAsync(paidBefore ? 14 : 13);

        await Scene.RefundAsync(payment, 2_550);
        await Scene.AfterAsync(1);
        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(149);
        (await Scene.ReferralAsync(affiliate, client)).CashCents(RewardSide.Referrer).ShouldBe(149);
        await Scene.BooksAreRightAsync();

        await Scene.RefundAsync(payment);
        (await Scene.CashAsync(affiliate)).Balance.Cents.ShouldBe(0);
        (await Scene.StateAsync(affiliate, client)).ShouldBe(PublicReferralState.Reversed);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_21_a_client_brings_a_freelancer_it_knows_and_sees_that_without_a_reward()
    {
        var client = await Market.ClientAsync();
        var referred = (Talent)await Scene.SignUpAsync(AccountKind.Freelancer, await Scene.LinkAsync(client, "bring-your-own"));
        await Scene.PayAsync(client, referred, 100_000);

        var progress = await Scene.ReferralAsync(client, referred);
        (progress.State, progress.Rewards.Count, progress.Remaining.Count).ShouldBe((PublicReferralState.SignedUp, 0, 0));
        await Scene.BooksAreRightAsync();
    }
}
