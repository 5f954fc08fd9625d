using Marketplace.Accounts;
using Marketplace.Policies;
using Marketplace.Referrals;

namespace Marketplace.Tests.Referrals;

/// <summary>REF-07: word of mouth, attributed by support.</summary>
public sealed class ClaimTests : ReferralTestBase
{
    protected override PolicyBook? Policies { get; } = ReferralPrograms.With("per-project");

    [Fact]
    public async Task REF_07_support_attributes_a_sign_up_within_a_week_and_what_was_done_since_counts()
    {
        var client = await Market.ClientAsync();
        await Scene.VerifyAsync(client, ContactChannel.Email);
        var payment = await Scene.PayAsync(client, Talent, 1500);
        await Scene.RefundAsync(payment, 300);
        await Market.AdvanceAsync(TimeSpan.FromDays(6));

        (await ClaimAsync(client, Referrer)).Refusal.ShouldBeNull();

        (await Scene.CashAsync(Referrer)).Pending.Cents.ShouldBe(1000);
        (await Market.AsOwnerAsync<string>("select string_agg(kind || ' ' || cents - reversed_cents, ', ' order by kind) from marketplace.referral_fact")).ShouldBe("EMAIL_VERIFIED 0, HIRED 0, JOB_POSTED 0, PAYMENT 1200");
        (await Market.AsOwnerAsync<bool>("select r.signed_up_at = a.created_at from marketplace.referral r join marketplace.account a on a.id = r.referred_id")).ShouldBeTrue();
        (await Market.AsOwnerAsync<string>("select reason from experiments.audit_entry where action = 'attributeSignUp'")).ShouldBe("Both say so.");
        (await Market.AsOwnerAsync<long>($"select count(*) from marketplace.notification where account_id = {Referrer.Id} and title = 'A sign-up was attributed to you'")).ShouldBe(1);
        await Scene.AfterAsync(13);
        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(0, "the hold began with the claim");
        await Scene.AfterAsync(1);
        (await Scene.CashAsync(Referrer)).Balance.Cents.ShouldBe(1000);
        await Scene.RefundAsync(payment, 300);
        (await Scene.StateAsync(Referrer, client)).ShouldBe(PublicReferralState.Reversed);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_07_a_freelancer_who_was_ready_before_the_claim_brings_both_their_Connects_at_once()
    {
        var talent = (Talent)await Market.RegisterAsync(AccountKind.Freelancer, change: account => account with { Phone = NewPhone() });
        await Scene.PassTestAsync(talent);
        await Scene.VerifyAsync(talent, ContactChannel.Email);
        await Scene.VerifyAsync(talent, ContactChannel.Phone);

        (await ClaimAsync(talent, Referrer, "talent-connects")).Refusal.ShouldBeNull();

        (await Market.WalletAsync(Referrer)).Balance.ShouldBe(10);
        (await Market.WalletAsync(talent)).Balance.ShouldBe(40 + 10);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_07_a_claim_is_held_to_all_that_a_sign_up_is_and_what_is_refused_leaves_nothing()
    {
        var client = await Market.ClientAsync();
        var mine = await Market.RegisterAsync(AccountKind.Client, change: account => account with { Email = Referrer.Email! });
        var again = await Market.RegisterAsync(AccountKind.Freelancer, change: account => account with { Email = client.Email! });
        var suspended = await Market.FreelancerAsync();
        await Scene.SuspendAsync(suspended);

        (await RefusalAsync(client, client)).ShouldBe("Nobody refers himself.");
        (await RefusalAsync(mine, Referrer)).ShouldBe("Nobody refers himself.");
        (await RefusalAsync(again, Referrer, "talent-earns")).ShouldBe("This person has signed up before.");
        (await RefusalAsync(Talent, Referrer)).ShouldBe("The new account does not qualify: it is for clients.");
        (await RefusalAsync(Referrer, Talent, "talent-earns")).ShouldBe("The referrer was not there yet when the account signed up.");
        (await RefusalAsync(client, suspended)).ShouldBe("The referrer was not there yet when the account signed up.");
        (await RefusalAsync(await Market.ClientAsync(), suspended)).ShouldBe("The referrer's account is not active.");
        (await RefusalAsync(suspended, Referrer, "talent-earns")).ShouldBe("The account that signed up is not active.");
        (await RefusalAsync(client, Referrer, "affiliate")).ShouldBe("The affiliate is not approved.");
        (await ClaimAsync(client, Referrer, "no-such-program")).Refusal.ShouldBeOfType<NotFound>();
        (await ClaimAsync(client, Referrer, reason: " ")).Refusal.ShouldBeOfType<Invalid>();
        (await Market.AsOwnerAsync<long>("select count(*) + (select count(*) from marketplace.referral_link) from marketplace.referral")).ShouldBe(0);

        await Market.AdvanceAsync(TimeSpan.FromDays(7) + TimeSpan.FromMinutes(1));
        (await RefusalAsync(client, Referrer)).ShouldBe("A sign-up is attributed by hand within 7 days.");
    }

    [Fact]
    public async Task REF_07_one_account_is_attributed_once_however_many_claim_it_and_loses_no_fact_that_comes_meanwhile()
    {
        for (var round = 0; round < 4; round++)
        {
            var client = await Market.ClientAsync();
            var contract = await Scene.HireAsync(client, await Market.FreelancerAsync());
            var first = await Scene.PayAsync(client, contract, 5000);

            var claims = Enumerable.Range(0, 5).Select(_ => Task.Run(() => ClaimAsync(client, Referrer))).ToList();
            var paid = Task.Run(() => Scene.PayAsync(client, contract, 1000));
            var refunded = Task.Run(() => Scene.RefundAsync(first));
            var answers = await Task.WhenAll(claims);
            await paid;
            (await refunded).Refusal.ShouldBeNull();

            var refused = answers.Select(a => a.Refusal?.Message).OfType<string>().ToList();
            refused.Count.ShouldBe(4);
            refused.Distinct().ShouldBe(["The sign-up is attributed already."]);
            (await Scene.StateAsync(Referrer, client)).ShouldBe(PublicReferralState.Qualified);
            (await Market.AsOwnerAsync<string>($"select string_agg(f.cents || '-' || f.reversed_cents, ' ' order by f.cents) from marketplace.referral_fact f join marketplace.referral r on r.number = f.referral_number where r.referred_id = {client.Id} and f.kind = 'PAYMENT'"))
                .ShouldBe("1000-0 5000-5000");
        }

        (await Scene.CashAsync(Referrer)).Pending.Cents.ShouldBe(4000);
        await Scene.BooksAreRightAsync();
    }

    [Fact]
    public async Task REF_07_who_was_referred_by_a_link_is_nobody_elses()
    {
        var client = await ReferredClientAsync();
        (await RefusalAsync(client, Talent)).ShouldBe("The sign-up is attributed already.");
    }

    private async Task<string?> RefusalAsync(Account referred, Account referrer, string program = "client-cash") =>
        (await ClaimAsync(referred, referrer, program)).Refusal.ShouldBeOfType<NotEligible>().Message;

    private Task<Outcome<Referral>> ClaimAsync(Account referred, Account referrer, string program = "client-cash", string reason = "Both say so.") =>
        Market.With<ReferralClaims, Outcome<Referral>>(claims =>
            claims.AttributeAsync(new ReferralClaim(referred.AccountId, referrer.AccountId, program, ReferralSource.Link, reason), "support", CancellationToken.None));
}
