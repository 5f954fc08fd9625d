using Marketplace.Accounts;
using Marketplace.Referrals;
using Testing;

namespace Marketplace.Tests.Referrals;

/// <summary>REF-07, REF-08, REF-14: whose link it was.</summary>
public sealed class AttributionTests : ReferralTestBase
{
    private readonly Guid visitor = Guid.NewGuid();

    [Fact]
    public async Task REF_14_the_last_link_that_was_clicked_wins()
    {
        var (first, second) = (await Scene.LinkAsync(Referrer, "client-cash"), await Scene.LinkAsync(Talent, "client-cash", ReferralSource.Twitter));
        await Scene.ClickAsync(first, visitor);
        await Market.AdvanceAsync(TimeSpan.FromHours(1));
        await Scene.ClickAsync(second, visitor, "spring");
        (await SignedUpAsync()).ShouldBe((Talent.Id, "TWITTER", "spring"));
    }

    [Fact]
    public async Task REF_14_a_link_that_is_clicked_again_the_same_day_is_the_last_one_and_counts_once()
    {
        var (first, second) = (await Scene.LinkAsync(Referrer, "client-cash"), await Scene.LinkAsync(Talent, "client-cash"));
        await Scene.ClickAsync(first, visitor);
        await Scene.ClickAsync(second, visitor);
        await Scene.ClickAsync(first, visitor);
        (await SignedUpAsync()).Owner.ShouldBe(Referrer.Id);
        (await Market.AsOwnerAsync<long>($"select clicks from marketplace.referral_link where account_id = {Referrer.Id}")).ShouldBe(1);
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(31, false)]
    public async Task REF_14_a_click_counts_for_30_days(int days, bool counts)
    {
        await Scene.ClickAsync(await Scene.LinkAsync(Referrer, "client-cash"), visitor);
        await Market.AdvanceAsync(TimeSpan.FromDays(days));
        await Market.RegisterAsync(AccountKind.Client, change: account => account with { Visitor = visitor });
        (await Scene.ReferralsOfAsync(Referrer)).ShouldBe(counts ? 1 : 0);
    }

    [Fact]
    public async Task REF_14_a_code_that_is_given_beats_the_cookie()
    {
        await Scene.ClickAsync(await Scene.LinkAsync(Talent, "client-cash"), visitor);
        var code = (await Scene.LinkAsync(Referrer, "client-cash", ReferralSource.Email)).Code;
        await Market.RegisterAsync(AccountKind.Client, change: account => account with { Visitor = visitor, ReferralCode = code });
        (await Scene.ReferralsOfAsync(Referrer), await Scene.ReferralsOfAsync(Talent)).ShouldBe((1L, 0L));
    }

    [Fact]
    public async Task REF_14_a_code_that_is_unknown_registers_nobody_even_with_a_cookie()
    {
        await Scene.ClickAsync(await Scene.LinkAsync(Talent, "client-cash"), visitor);
        var refused = await Market.TryRegisterAsync(AccountKind.Client, change: account => account with { Visitor = visitor, ReferralCode = "nobodys" });
        refused.Refusal.ShouldBeOfType<NotFound>();
        (await Scene.ReferralsOfAsync(Talent)).ShouldBe(0);
    }

    [Fact]
    public async Task REF_07_who_signs_up_without_link_or_code_was_referred_by_nobody()
    {
        await Market.RegisterAsync(AccountKind.Client);
        (await Market.AsOwnerAsync<long>("select count(*) from marketplace.referral")).ShouldBe(0);
    }

    [Fact]
    public async Task REF_08_a_program_and_source_have_one_link_an_account_however_many_ask_at_once()
    {
        var links = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Scene.LinkAsync(Referrer, "client-cash", ReferralSource.Facebook)));
        links.Select(l => l.Code).Distinct().ShouldHaveSingleItem();
        (await Scene.LinkAsync(Referrer, "client-cash", ReferralSource.Twitter)).Code.ShouldNotBe(links[0].Code);
    }

    [Fact]
    public async Task REF_14_the_database_keeps_one_referral_an_account()
    {
        var client = await ReferredClientAsync();
        var link = await Scene.LinkAsync(Talent, "client-cash");
        var second = Market.AsOwnerAsync<object>($$"""select marketplace.attribute_referral({{client.Id}}, {{link.AccountId}}, {{link.Number}}, null, 1, '{"milestones": []}', null, null, null, null, now())""");
        (await second).ShouldBe(DBNull.Value);
        (await Scene.ReferralsOfAsync(Talent)).ShouldBe(0);
    }

    private async Task<(long Owner, string Source, string? Channel)> SignedUpAsync()
    {
        var account = await Market.RegisterAsync(AccountKind.Client, change: a => a with { Visitor = visitor });
        await using var command = Market.Source.CreateCommand($"select account_id, source, channel from marketplace.referral where referred_id = {account.Id}");
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2));
    }
}
