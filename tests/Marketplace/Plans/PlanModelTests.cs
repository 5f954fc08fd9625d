using Marketplace.Accounts;
using Marketplace.Database;
using Marketplace.Payments;
using Marketplace.Policies;
using Marketplace.ScheduledJobs;
using Marketplace.Wallets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Marketplace.Tests.Plans;

/// <summary>Members who change their plans at random, pay or cannot, are suspended and come back, while the sweep comes by early, late or twice.</summary>
public sealed class PlanModelTests
{
    private static readonly PaymentMethod[] Methods = [PaymentMethod.Card, PaymentMethod.Paypal, PaymentMethod.Earnings];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_members_pay_and_get_over_ten_months_is_what_the_rules_say(int seed)
    {
        var random = new Random(seed);
        await using var marketplace = await TestMarketplace.StartAsync();
        await marketplace.AdvanceToAsync(marketplace.Next(1, 27 + seed));
        var members = new List<PlanModel>();
        for (var i = 0; i < 6; i++)
            members.Add(await JoinAsync(marketplace, agency: i % 3 == 2));
        var start = members[^1].CycleStart;

        var day = 0;
        for (var step = 1; day < 300; step++)
        {
            day += random.Next(0, 4);
            // Every step is a minute later in its day than the one before: nothing hangs on how long a step takes.
            var now = start.AddDays(day).AddHours(1).AddMinutes(step);
            await marketplace.AdvanceToAsync(now);
            await StepAsync(marketplace, members[random.Next(members.Count)], random, now);
            if (random.Next(2) == 0)
            {
                (await marketplace.RunAsync("grant-monthly")).Outcome.ShouldBe(RunOutcome.Succeeded);
                foreach (var member in members)
                {
                    member.CatchUp(now);
                    await CompareAsync(marketplace, member, $"seed {seed}, step {step}, {member.Talent.DisplayName}");
                }
            }
        }

        await marketplace.BooksAreRightAsync();
        // A history in which nobody upgraded or failed to pay would show nothing.
        members.Sum(m => m.Falls).ShouldBeGreaterThan(1);
        members.Sum(m => m.Lots.Count(l => l.Origin == LotOrigin.PlanUpgrade)).ShouldBeGreaterThan(1);
    }

    private static async Task<PlanModel> JoinAsync(TestMarketplace marketplace, bool agency)
    {
        Talent talent = agency ? await marketplace.AgencyAsync() : await marketplace.FreelancerAsync();
        var membership = await marketplace.MembershipAsync(talent);
        var model = new PlanModel(talent, membership.Plan, membership.StartedAt);
        if (agency)
            model.Fees.Add(2000);
        return model;
    }

    private static async Task StepAsync(TestMarketplace marketplace, PlanModel member, Random random, DateTimeOffset now)
    {
        switch (random.Next(12))
        {
            case 0:
                member.Cash += 900;
                await marketplace.EarnAsync(member.Talent, 900);
                break;
            case 1 or 2:
                member.CardIsGood = false;
                await marketplace.OwnerAsync($"update marketplace.membership set fee_token = 'declined-since' where account_id = {member.Talent.Id}");
                break;
            case 3:
                member.Suspended = !member.Suspended;
                var outcome = await marketplace.With<AccountStanding, Outcome<Account>>(s => member.Suspended
                    ? s.SuspendAsync(member.Talent.AccountId, false, "A test.", "tester", CancellationToken.None)
                    : s.ReinstateAsync(member.Talent.AccountId, "A test.", "tester", CancellationToken.None));
                outcome.Refusal.ShouldBeNull();
                break;
            case 4 or 5 or 6:
                var to = (member.Talent is Agency, random.Next(2)) switch
                {
                    (true, 0) => PlanCode.AgencyBasic,
                    (true, _) => PlanCode.AgencyPlus,
                    (false, 0) => PlanCode.FreelancerBasic,
                    (false, _) => PlanCode.FreelancerPlus,
                };
                var (method, good) = (Methods[random.Next(Methods.Length)], random.Next(4) > 0);
                var changed = await marketplace.ChangePlanAsync(member.Talent, to, method, good ? "good" : "declined");
                (changed.Refusal?.GetType()).ShouldBe(member.Change(to, method, good, now));
                break;
            default:
                // Nobody asks for anything; the sweep may come by.
                break;
        }
    }

    private static async Task CompareAsync(TestMarketplace marketplace, PlanModel member, string where)
    {
        var membership = await marketplace.MembershipAsync(member.Talent);
        (membership.Plan, membership.NextPlan, membership.CycleStart, membership.CycleEnd, membership.FeeFailures)
            .ShouldBe((member.Plan, member.NextPlan, member.CycleStart, member.CycleEnd, member.Failures), where);
        (await marketplace.FeesAsync(member.Talent)).Select(f => f.Cents).ShouldBe(member.Fees, where);
        await using var database = await marketplace.Services.GetRequiredService<IDbContextFactory<MarketplaceDbContext>>().CreateDbContextAsync();
        var lots = await database.Lots.Where(l => l.AccountId == member.Talent.Id).OrderBy(l => l.Number).ToListAsync();
        lots.Select(l => (l.Origin, l.Kind, l.Amount, l.Origin == LotOrigin.PlanUpgrade ? (DateTimeOffset?)null : l.IssuedAt)).ShouldBe(member.Lots, ignoreOrder: true, where);
        (await marketplace.OwnerAsync($"select paid from marketplace.wallet where account_id = {member.Talent.Id} and asset = 'USD'")).ShouldBe(member.Cash, where);
    }
}
