using Marketplace.Accounts;
using Marketplace.Contracts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.Policies;
using Marketplace.Tests.Interviews;
using Marketplace.Tests.Plans;
using Marketplace.Tests.Wallets;
using Marketplace.Wallets;
using Testing;

namespace Marketplace.Tests.Books;

/// <summary>Grants, plans, and the standing of accounts.</summary>
internal sealed partial class BooksPlay
{
    private async Task<string> CourtesyAsync(PlainTalent talent)
    {
        var wallet = talent.Wallet;
        var connects = random.Next(1, 25);
        var given = wallet.Lots.Where(l => l.Origin == LotOrigin.Courtesy && l.IssuedAt > Now.AddDays(-30)).Sum(l => l.Amount);
        var refused = wallet.Status != AccountStatus.Active ? typeof(AccountNotActive) : given + connects > 30 ? typeof(Invalid) : null;
        var key = Key;
        var said = await AskAsync("courtesy", refused, () => market.With<CourtesyGrants, Outcome<Lot>>(c =>
            c.GrantAsync(new CourtesyGrant(talent.Talent.AccountId, connects, "A test.", key), "tester", CancellationToken.None)), again: true, l => l.Id);
        if (refused is null)
            wallet.Issue(TransactionKind.Courtesy, LotOrigin.Courtesy, false, connects, Now);
        return said;
    }

    /// <summary>Approval, test, badge: each brings its Connects once in a life.</summary>
    private async Task<string> RecordAsync(PlainTalent talent)
    {
        var (wallet, id) = (talent.Wallet, talent.Talent.AccountId);
        var what = random.Next(3);
        var isAgency = talent.Talent is Agency;
        var refused = isAgency && what < 2 ? typeof(NotFound) : wallet.Status != AccountStatus.Active ? typeof(AccountNotActive) : what == 2 && talent.Rising ? typeof(WrongState) : null;
        var passed = random.Next(3) > 0;
        var said = await AskAsync($"record {what}", refused, () => market.With<TalentProgress, Outcome<Account>>(p => what switch
        {
            0 => p.ApproveProfileAsync(id, CancellationToken.None),
            1 => p.RecordReadinessTestAsync(id, passed, CancellationToken.None),
            _ => p.AwardBadgeAsync(id, Badge.RisingTalent, CancellationToken.None),
        }));
        if (refused is not null)
            return said;
        if (what == 0 && !talent.Approved)
            wallet.Issue(TransactionKind.Grant, LotOrigin.ProfileApproved, false, 40, Now);
        if (what == 1 && passed && !talent.Passed)
            wallet.Issue(TransactionKind.Grant, LotOrigin.ReadinessTest, false, 40, Now);
        if (what == 2)
            wallet.Issue(TransactionKind.Grant, LotOrigin.RisingTalent, false, isAgency ? 60 : 30, Now);
        (talent.Approved, talent.Passed, talent.Rising) = (talent.Approved || what == 0, talent.Passed || (what == 1 && passed), talent.Rising || what == 2);
        return said;
    }

    private async Task<string> ChangePlanAsync(PlainTalent talent)
    {
        var basic = random.Next(2) == 0;
        var to = (talent.Talent is Agency, basic) switch
        {
            (true, true) => PlanCode.AgencyBasic,
            (true, false) => PlanCode.AgencyPlus,
            (false, true) => PlanCode.FreelancerBasic,
            (false, false) => PlanCode.FreelancerPlus,
        };
        var (method, good) = (new[] { PaymentMethod.Card, PaymentMethod.Paypal, PaymentMethod.Earnings }[random.Next(3)], random.Next(4) > 0);
        var plan = talent.Plan;
        plan.Cash = talent.Wallet.Cash;
        var refused = talent.Wallet.Status != AccountStatus.Active ? typeof(AccountNotActive) : plan.Change(to, method, good, Now);
        return await AskAsync($"plan {to}", refused, () => market.ChangePlanAsync(talent.Talent, to, method, good ? "good" : "declined"));
    }

    private async Task<string> RenewAsync()
    {
        await RunAsync("grant-monthly");
        foreach (var talent in talents.Where(t => t.Wallet.Status is AccountStatus.Active or AccountStatus.Suspended))
        {
            talent.Plan.Cash = talent.Wallet.Cash;
            talent.Plan.CatchUp(Now);
        }

        return "renew";
    }

    private async Task<string> ChangeStatusAsync(PlainTalent talent)
    {
        var id = talent.Talent.AccountId;
        var wallet = talent.Wallet;
        // Whoever is closed plays no more: most stay.
        var to = wallet.Status == AccountStatus.Suspended ? AccountStatus.Active : random.Next(6) == 0 ? AccountStatus.Closed : AccountStatus.Suspended;
        if (to == AccountStatus.Closed && talents.Any(t => t.Wallet.Status == AccountStatus.Closed))
            to = AccountStatus.Suspended;
        var refused = wallet.Status == AccountStatus.Closed ? typeof(WrongState) : null;
        var said = await AskAsync($"account {to}", refused, () => market.With<AccountStanding, Outcome<Account>>(s => to switch
        {
            AccountStatus.Active => s.ReinstateAsync(id, "A test.", "tester", CancellationToken.None),
            AccountStatus.Closed => s.CloseAsync(id, Of(talent), "tester", CancellationToken.None),
            _ => s.SuspendAsync(id, false, "A test.", "tester", CancellationToken.None),
        }));
        if (refused is not null)
            return said;
        (wallet.Status, talent.Plan.Suspended) = (to, to == AccountStatus.Suspended);
        if (to == AccountStatus.Closed)
            wallet.Forfeit(Now);
        return said;
    }
}
