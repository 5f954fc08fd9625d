using System.Text.Json.Nodes;
using Marketplace.Accounts;
using Marketplace.Policies;
using Marketplace.Referrals;
using Marketplace.Tests.Policies;

namespace Marketplace.Tests.Referrals;

/// <summary>REF-23..25: who may refer whom.</summary>
public sealed class EligibilityTests : ReferralTestBase
{
    protected override PolicyBook? Policies { get; } = ReferralPrograms.Changed(programs =>
    {
        var cash = programs.Of("client-cash");
        cash["referrers"]!["excludedCountries"] = new JsonArray("GB");
        cash["referred"]!["countries"] = new JsonArray("US", "SE");
        programs.Of("talent-earns")["referrers"]!["badges"] = new JsonArray("RISING_TALENT", "TOP_RATED");
    });

    [Fact]
    public async Task REF_24_a_referrer_in_a_country_that_is_left_out_makes_no_link()
    {
        var british = await Market.RegisterAsync(AccountKind.Freelancer, change: account => account with { Country = "GB" });
        (await Scene.TryLinkAsync(british, "client-cash")).Refusal!.Message.ShouldBe("Refer a client: it is not offered in GB.");
    }

    [Theory]
    [InlineData("SE", null)]
    [InlineData("GB", "The new account does not qualify: it is not offered in GB.")]
    public async Task REF_24_the_country_of_who_is_referred_is_asked_for_itself(string country, string? reason) =>
        (await Scene.ReferralAsync(Referrer, await ReferredClientAsync(account => account with { Country = country }))).Reason.ShouldBe(reason);

    [Fact]
    public async Task REF_24_a_referrer_who_moved_into_a_country_that_is_left_out_after_making_the_link_is_seen_at_the_sign_up()
    {
        var link = await Scene.LinkAsync(Referrer, "client-cash");
        await Market.AsOwnerAsync<long>($"update marketplace.account set country = 'GB' where id = {Referrer.Id} returning id");
        var client = await Scene.SignUpAsync(AccountKind.Client, link);
        (await Scene.ReferralAsync(Referrer, client)).Reason.ShouldBe("The referrer does not qualify: it is not offered in GB.");
    }

    [Fact]
    public async Task REF_25_a_freelancer_who_signs_up_by_a_link_for_clients_is_no_referral()
    {
        var talent = await Scene.SignUpAsync(AccountKind.Freelancer, await Scene.LinkAsync(Referrer, "client-cash"));
        (await Scene.ReferralAsync(Referrer, talent)).Reason.ShouldBe("The new account does not qualify: it is for clients.");
    }

    [Fact]
    public async Task REF_23_one_of_several_badges_is_enough()
    {
        (await Scene.TryLinkAsync(Referrer, "talent-earns")).Refusal.ShouldBeOfType<NotEligible>();
        await Market.With<TalentProgress, Outcome<Account>>(p => p.AwardBadgeAsync(Referrer.AccountId, Badge.RisingTalent, CancellationToken.None));
        (await Scene.TryLinkAsync(Referrer, "talent-earns")).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_referrer_who_is_suspended_when_somebody_signs_up_gets_no_referral()
    {
        var link = await Scene.LinkAsync(Referrer, "client-cash");
        await Scene.SuspendAsync(Referrer);
        (await Scene.TryLinkAsync(Referrer, "client-cash", ReferralSource.Email)).Refusal.ShouldBeOfType<AccountNotActive>();
        (await Scene.ReferralAsync(Referrer, await Scene.SignUpAsync(AccountKind.Client, link))).Reason.ShouldBe("The referrer's account is not active.");
    }

    [Theory]
    [InlineData("""{"cashCents": 100, "connects": 1}""")]
    [InlineData("""{"connects": 1, "percent": 2}""")]
    [InlineData("{}")]
    public void REF_16_a_side_is_rewarded_in_cash_or_in_Connects(string reward)
    {
        var referrals = ReferralPrograms.Shipped();
        referrals["programs"]!.AsArray().Of("talent-earns")["milestones"]![0]!["tiers"]![0]!["referrer"] = JsonNode.Parse(reward);
        Should.Throw<InvalidPolicyException>(() => PolicyVersions.With(new JsonObject { ["referrals"] = referrals }.ToJsonString())).Message.ShouldContain("a side gets one of cashCents, connects and percent");
    }
}
