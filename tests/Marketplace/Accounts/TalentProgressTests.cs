using Marketplace.Accounts;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Accounts;

public sealed class TalentProgressTests : IAsyncLifetime
{
    private TestMarketplace marketplace = null!;

    public async ValueTask InitializeAsync() => marketplace = await TestMarketplace.StartAsync();

    public ValueTask DisposeAsync() => marketplace.DisposeAsync();

    [Fact]
    public async Task GRT_01_GRT_02_GRT_03_a_new_freelancer_earns_40_free_Connects_by_approval_and_40_by_the_test()
    {
        var talent = await marketplace.FreelancerAsync();
        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(0);

        await ProgressAsync(p => p.ApproveProfileAsync(talent.AccountId, CancellationToken.None));
        await ProgressAsync(p => p.RecordReadinessTestAsync(talent.AccountId, true, CancellationToken.None));

        var lots = await marketplace.LotsAsync(talent);
        lots.Select(l => (l.Kind, l.Origin, l.Remaining)).ShouldBe([(LotKind.Free, LotOrigin.ProfileApproved, 40), (LotKind.Free, LotOrigin.ReadinessTest, 40)]);
        lots.ShouldAllBe(l => l.ExpiresAt == l.IssuedAt.AddYears(1));
        (await marketplace.HealthAsync()).Discrepancies.ShouldBeEmpty();
    }

    [Fact]
    public async Task GRT_02_approving_again_ten_times_at_once_grants_once()
    {
        var talent = await marketplace.FreelancerAsync();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ProgressAsync(p => p.ApproveProfileAsync(talent.AccountId, CancellationToken.None))));

        (await marketplace.WalletAsync(talent)).Balance.ShouldBe(40);
    }

    [Fact]
    public async Task GRT_05_a_failed_attempt_brings_nothing_the_first_pass_40_and_a_second_pass_nothing_more()
    {
        var talent = await marketplace.FreelancerAsync();
        var balances = new List<long>();
        foreach (var passed in new[] { false, true, true })
        {
            await ProgressAsync(p => p.RecordReadinessTestAsync(talent.AccountId, passed, CancellationToken.None));
            balances.Add((await marketplace.WalletAsync(talent)).Balance);
        }

        balances.ShouldBe([0L, 40L, 40L]);
    }

    [Fact]
    public async Task GRT_05_a_persons_second_account_earns_nothing_by_the_same_test()
    {
        var first = await marketplace.FreelancerAsync();
        var second = (Freelancer)await marketplace.RegisterAsync(AccountKind.Freelancer, TestMarketplace.CallerOf(first));

        await Task.WhenAll(new[] { first, second }.Select(t => ProgressAsync(p => p.RecordReadinessTestAsync(t.AccountId, true, CancellationToken.None))));

        ((await marketplace.WalletAsync(first)).Balance + (await marketplace.WalletAsync(second)).Balance).ShouldBe(40);
    }

    [Fact]
    public async Task GRT_07_GRT_08_a_rising_freelancer_gets_30_a_rising_agency_60_once_and_top_rated_brings_none()
    {
        var freelancer = await marketplace.FreelancerAsync();
        var agency = await marketplace.AgencyAsync();
        foreach (var talent in new Talent[] { freelancer, agency })
        {
            await ProgressAsync(p => p.AwardBadgeAsync(talent.AccountId, Badge.RisingTalent, CancellationToken.None));
            await ProgressAsync(p => p.AwardBadgeAsync(talent.AccountId, Badge.TopRated, CancellationToken.None));
            (await ProgressAsync(p => p.AwardBadgeAsync(talent.AccountId, Badge.RisingTalent, CancellationToken.None))).Refusal.ShouldBeOfType<WrongState>();
        }

        (await marketplace.WalletAsync(freelancer)).Balance.ShouldBe(30);
        (await marketplace.WalletAsync(agency)).Balance.ShouldBe(60);
    }

    [Fact]
    public async Task Clients_have_no_profile_no_test_and_no_badge_and_a_suspended_talent_earns_none()
    {
        var client = await marketplace.ClientAsync();
        var suspended = await marketplace.FreelancerAsync();
        await marketplace.With<AccountStanding, Outcome<Account>>(s => s.SuspendAsync(suspended.AccountId, false, "A test.", "tester", CancellationToken.None));

        foreach (var step in new Func<TalentProgress, AccountId, Task<Outcome<Account>>>[]
                 {
                     (p, id) => p.ApproveProfileAsync(id, CancellationToken.None),
                     (p, id) => p.RecordReadinessTestAsync(id, true, CancellationToken.None),
                     (p, id) => p.AwardBadgeAsync(id, Badge.RisingTalent, CancellationToken.None),
                 })
        {
            (await ProgressAsync(p => step(p, client.AccountId))).Refusal.ShouldBeOfType<NotFound>();
            (await ProgressAsync(p => step(p, suspended.AccountId))).Refusal.ShouldBeOfType<AccountNotActive>().Status.ShouldBe(AccountStatus.Suspended);
        }
    }

    private Task<Outcome<Account>> ProgressAsync(Func<TalentProgress, Task<Outcome<Account>>> step) => marketplace.With(step);
}
