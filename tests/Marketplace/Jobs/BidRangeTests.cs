using Marketplace.Accounts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Policies;
using Testing;

namespace Marketplace.Tests.Jobs;

/// <summary>PLN-08: what others bid, for members of Freelancer Plus, and never what one of them bid.</summary>
public sealed class BidRangeTests : IAsyncLifetime
{
    private TestMarketplace market = null!;
    private Client client = null!;
    private Job job = null!;

    public async ValueTask InitializeAsync()
    {
        market = await TestMarketplace.StartAsync();
        client = await market.ClientAsync();
        job = await market.JobAsync(client);
    }

    public ValueTask DisposeAsync() => market.DisposeAsync();

    [Fact]
    public async Task PLN_08_members_of_Plus_see_the_range_of_ten_bids_or_more_which_moves_by_five_and_forgets_none()
    {
        var (plus, basic) = (await market.FreelancerAsync(), await market.FreelancerAsync());
        (await market.ChangePlanAsync(plus, PlanCode.FreelancerPlus)).Refusal.ShouldBeNull();
        // 100, 200 … 900: a range of nine would be a range of too few.
        Proposal first = null!;
        for (var i = 1; i <= 9; i++)
        {
            var proposal = await BidAsync(i * 100);
            first = i == 1 ? proposal : first;
        }

        (await RangeAsync(plus)).ShouldBeNull();
        await BidAsync(1000);

        // The lowest three and the highest three of ten, and all of them.
        var ten = new BidRange(10, new Money(20_000), new Money(55_000), new Money(90_000));
        (await RangeAsync(plus)).ShouldBe(ten);
        (await RangeAsync(basic)).ShouldBeNull();
        (await RangeAsync(await market.AgencyAsync())).ShouldBeNull();

        // One bid more, and one less, is nothing to be seen: whoever looks before and after learns nothing of it.
        foreach (var dollars in new[] { 1, 2, 3 })
            await BidAsync(dollars);
        var bidder = (await market.With<AccountReader, Account?>(a => a.ByIdAsync(new AccountId(first.AccountId), CancellationToken.None)))!;
        (await market.With<ProposalProgress, Outcome<Proposal>>(p => p.WithdrawAsync(first.Id, TestMarketplace.CallerOf(bidder), CancellationToken.None))).Refusal.ShouldBeNull();
        await BidAsync(null);
        await BidAsync(4);
        (await RangeAsync(plus)).ShouldBe(ten);
        await BidAsync(5);
        (await RangeAsync(plus)).ShouldBe(new BidRange(15, new Money(300), new Money(37_000), new Money(80_000)));

        await market.CloseAsync(client, job);
        (await RangeAsync(plus)).ShouldBeNull();
    }

    [Fact]
    public async Task PLN_08_a_member_who_is_suspended_or_no_longer_on_Plus_sees_no_range()
    {
        for (var i = 1; i <= 10; i++)
            await BidAsync(i);
        var (suspended, fallen) = (await market.FreelancerAsync(), await market.FreelancerAsync());
        foreach (var member in new[] { suspended, fallen })
            (await market.ChangePlanAsync(member, PlanCode.FreelancerPlus)).Refusal.ShouldBeNull();
        await market.With<AccountStanding, Outcome<Account>>(s => s.SuspendAsync(suspended.AccountId, false, "A test.", "tester", CancellationToken.None));
        (await market.ChangePlanAsync(fallen, PlanCode.FreelancerBasic)).Refusal.ShouldBeNull();

        (await RangeAsync(suspended)).ShouldBeNull();
        // The downgrade waits for the end of the cycle, and so does what it ends.
        (await RangeAsync(fallen)).ShouldNotBeNull();
        await market.AdvanceToAsync((await market.MembershipAsync(fallen)).CycleEnd.AddHours(1));
        await market.RunAsync("grant-monthly");
        (await RangeAsync(fallen)).ShouldBeNull();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(99, 99)]
    [InlineData(104.9, 100)]
    [InlineData(105, 110)]
    [InlineData(12345, 12000)]
    [InlineData(99999, 100000)]
    public void PLN_08_two_digits_are_told(double cents, long told) => BidRanges.About((decimal)cents).ShouldBe(new Money(told));

    private async Task<BidRange?> RangeAsync(Talent talent)
    {
        var (seen, now) = ((Talent)(await market.With<AccountReader, Account?>(a => a.ByIdAsync(talent.AccountId, CancellationToken.None)))!, (await market.With<JobReader, Job?>(j => j.ByIdAsync(job.JobId, CancellationToken.None)))!);
        return (await market.With<BidRanges, IReadOnlyDictionary<long, BidRange>>(r => r.ForAsync(seen, [now], CancellationToken.None))).GetValueOrDefault(job.Id);
    }

    private async Task<Proposal> BidAsync(int? dollars)
    {
        var talent = await market.FreelancerAsync();
        await market.BuyAsync(talent, 10);
        var bid = dollars is { } amount ? new Money(amount * 100) : (Money?)null;
        return (await market.With<ProposalSubmission, Outcome<SubmittedProposal>>(s => s.SubmitAsync(
            new NewProposal(job.JobId, talent.AccountId, "I keep shops open.", bid, null, "one"), TestMarketplace.CallerOf(talent), CancellationToken.None))).Value!.Proposal;
    }}
