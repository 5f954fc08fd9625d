namespace Marketplace.Tests.Referrals;

/// <summary>
/// referrals.md said again in plain code: four programs (`client-cash`, `talent-connects`, `per-sign-up` with a cap of three, `recurring-share` of three payments), days as
/// numbers, no database.
/// </summary>
internal sealed class PlainReferrals
{
    private const int Hold = 14;
    private const int SignUpWindow = 30;
    private const int SignUpCap = 3;
    private const int SharedPayments = 3;

    public List<PlainReferral> Referrals { get; } = [];

    public int Today { get; private set; }

    public void Pass(int days) => Today += days;

    public PlainReferral SignUp(string program, PlainPerson referrer, PlainPerson referred, int lastShareDay, bool doubtful)
    {
        var referral = new PlainReferral(program, referrer, referred, Today, lastShareDay, doubtful);
        if (referrer.Status != "ACTIVE")
            referral.Stage = "INELIGIBLE";
        Referrals.Add(referral);
        return referral;
    }

    public void Tell(PlainReferral referral, string kind, string source, long cents = 0)
    {
        if (referral.Stage is not ("ATTRIBUTED" or "ACTIVE" or "CLOSED") || referral.Facts.Any(f => f.Kind == kind && f.Source == source))
            return;
        referral.Facts.Add(new PlainFact(kind, source, cents, Today));
        if (referral.Stage == "ATTRIBUTED")
            referral.Stage = "ACTIVE";
        Evaluate(referral);
    }

    public void TakeBack(PlainReferral referral, string source, long cents)
    {
        if (referral.Facts.SingleOrDefault(f => f.Source == source) is not { } fact)
            return;
        fact.Returned += cents;
        Evaluate(referral);
    }

    public void End(PlainPerson person, bool banned)
    {
        person.Status = banned ? "BANNED" : "CLOSED";
        foreach (var referral in Referrals.Where(r => (r.Referrer == person || r.Referred == person) && (r.IsRunning || r.Stage == "CLOSED")))
        {
            foreach (var milestone in referral.Milestones.Values)
            {
                if (milestone.State is "OPEN" or "HELD" or "UNDER_REVIEW")
                    Reject(referral, milestone);
                else if (milestone.State == "REWARDED" && banned && referral.Referred == person)
                    Reverse(referral, milestone);
            }

            if (referral.Stage != "CLOSED")
                referral.Stage = referral.Milestones.Values.Any(m => m.State == "REWARDED") ? "CLOSED" : "REJECTED";
        }

        person.LotsAreGone = true;
    }

    public void Release()
    {
        foreach (var referral in Referrals)
        {
            foreach (var milestone in referral.Milestones.Values.Where(m => m.State == "HELD" && m.Due <= Today))
                Pay(referral, milestone);
            Close(referral);
        }
    }

    public void Lapse()
    {
        foreach (var referral in Referrals.Where(r => r.IsRunning && Today >= r.Program switch { "per-sign-up" => r.Day + SignUpWindow, "recurring-share" => r.LastShareDay, _ => int.MaxValue }))
        {
            if (referral.Milestones.Values.Any(m => m.State is "HELD" or "UNDER_REVIEW"))
                continue;
            referral.Stage = referral.Milestones.Values.Any(m => m.State is "REWARDED" or "REVERSED") ? "CLOSED" : "LAPSED";
        }
    }

    public void Review(PlainReferral referral, bool approve)
    {
        foreach (var (occurrence, milestone) in referral.Milestones.Where(m => m.Value.State == "UNDER_REVIEW").ToList())
        {
            if (approve)
                Promise(referral, milestone, referral.Facts.FirstOrDefault(f => f.Source == occurrence)?.Net ?? 0, reviewed: true);
            else
                Reject(referral, milestone);
        }

        Close(referral);
    }

    private void Evaluate(PlainReferral referral)
    {
        if (referral.Stage is "INELIGIBLE" or "REJECTED")
            return;
        var goesOn = GoesOn(referral);
        foreach (var (occurrence, holds, net) in Candidates(referral).ToList())
        {
            var milestone = referral.Milestones.GetValueOrDefault(occurrence);
            if (holds && milestone is null or { State: "OPEN" } && goesOn)
            {
                milestone ??= referral.Milestones[occurrence] = new PlainMilestone();
                milestone.Qualified = Today;
                Promise(referral, milestone, net, reviewed: false);
            }
            else if (milestone is null)
            {
                continue;
            }
            else if (!holds && milestone.State is "HELD" or "UNDER_REVIEW")
            {
                Reopen(referral, milestone);
            }
            else if (!holds && milestone.State == "REWARDED")
            {
                Reverse(referral, milestone);
            }
            else if (referral.Program == "recurring-share" && milestone.State == "HELD" && milestone.Rewards.Any(r => r.State == "PENDING" && r.Amount != net / 50))
            {
                Reopen(referral, milestone);
                Promise(referral, milestone, net, reviewed: true);
            }
            else if (referral.Program == "recurring-share" && milestone.State == "REWARDED")
            {
                foreach (var reward in milestone.Rewards.Where(r => r.State == "PAID" && r.Amount - r.Returned > net / 50))
                {
                    var due = reward.Amount - reward.Returned - (net / 50);
                    TakeCash(reward, due);
                    reward.Returned += due;
                }
            }
        }

        Close(referral);
    }

    private static IEnumerable<(string Occurrence, bool Holds, long Net)> Candidates(PlainReferral referral) => referral.Program switch
    {
        "client-cash" => [("1", referral.Facts.Any(f => f.Net >= 1000), 0)],
        "talent-connects" => [("1", referral.Facts.Select(f => f.Kind).Distinct().Count() == 3, 0)],
        "per-sign-up" => [("1", referral.Facts.Any(f => f.Kind == "EMAIL" && f.Day - referral.Day < SignUpWindow), 0)],
        "recurring-share" => Shared(referral),
        _ => throw new ArgumentOutOfRangeException(nameof(referral)),
    };

    // A payment that has its reward keeps its place; then the first come first.
    private static IEnumerable<(string Occurrence, bool Holds, long Net)> Shared(PlainReferral referral)
    {
        var payments = referral.Facts.Where(f => f.Kind == "PAYMENT" && f.Day < referral.LastShareDay).ToList();
        var places = payments.Where(Counts).OrderByDescending(f => referral.Milestones.TryGetValue(f.Source, out var milestone) && milestone.State != "OPEN").Take(SharedPayments).ToList();
        return payments.Select(f => (f.Source, places.Contains(f), f.Net));
    }

    private static bool Counts(PlainFact payment) => payment.Net >= 1000;

    private bool GoesOn(PlainReferral referral) =>
        referral.IsRunning
        || (referral is { Stage: "CLOSED", Program: "recurring-share" } && Today < referral.LastShareDay
            && referral.Referrer.Status is "ACTIVE" or "SUSPENDED" && referral.Referred.Status is "ACTIVE" or "SUSPENDED");

    private void Promise(PlainReferral referral, PlainMilestone milestone, long net, bool reviewed)
    {
        if (referral.SharesACard)
        {
            milestone.State = "REJECTED";
            return;
        }

        if (!reviewed && referral.Doubtful)
        {
            milestone.State = "UNDER_REVIEW";
            return;
        }

        var counted = referral.Referrer.Counted.GetValueOrDefault(referral.Program);
        if (referral.Program == "per-sign-up" && counted == SignUpCap)
        {
            milestone.State = "CAPPED";
            return;
        }

        referral.Referrer.Counted[referral.Program] = counted + 1;
        milestone.Counted = true;
        milestone.State = "HELD";
        (string Asset, long Amount, bool Both) reward = referral.Program switch
        {
            "client-cash" => ("USD", 1000, false),
            "talent-connects" => ("CONNECTS", 10, true),
            "per-sign-up" => ("USD", 200, false),
            _ => ("USD", net / 50, false),
        };
        milestone.Rewards.Add(new PlainReward(milestone.Attempt, referral.Referrer, "REFERRER", reward.Asset, reward.Amount));
        if (reward.Both)
            milestone.Rewards.Add(new PlainReward(milestone.Attempt, referral.Referred, "REFERRED", reward.Asset, reward.Amount));
        milestone.Due = milestone.Qualified + (referral.Program == "talent-connects" ? 0 : Hold);
        if (referral.Program == "talent-connects")
            Pay(referral, milestone);
    }

    private void Pay(PlainReferral referral, PlainMilestone milestone)
    {
        if (referral.SharesACard)
        {
            Reject(referral, milestone);
            return;
        }

        if (referral.Referrer.Status == "SUSPENDED" || referral.Referred.Status == "SUSPENDED")
        {
            milestone.Due = Today + 1;
            return;
        }

        foreach (var reward in milestone.Rewards.Where(r => r.State == "PENDING"))
        {
            reward.State = "PAID";
            if (reward.Asset != "USD")
                continue;
            var debt = Math.Min(reward.Payee.Debt, reward.Amount);
            reward.Payee.Debt -= debt;
            reward.Payee.Cash += reward.Amount - debt;
        }

        milestone.State = "REWARDED";
    }

    private static void Reverse(PlainReferral referral, PlainMilestone milestone)
    {
        foreach (var reward in milestone.Rewards.Where(r => r.State == "PAID"))
        {
            reward.State = "REVERSED";
            if (reward.Asset == "USD")
                TakeCash(reward, reward.Amount - reward.Returned);
            else if (reward.Payee.LotsAreGone)
                reward.Shortfall = reward.Amount;
        }

        Uncount(referral, milestone);
        milestone.State = "REVERSED";
    }

    private static void TakeCash(PlainReward reward, long due)
    {
        var taken = Math.Min(reward.Payee.Cash, due);
        reward.Payee.Cash -= taken;
        reward.Payee.Debt += due - taken;
        reward.Shortfall += due - taken;
    }

    private static void Reject(PlainReferral referral, PlainMilestone milestone)
    {
        Cancel(referral, milestone);
        milestone.State = "REJECTED";
    }

    private static void Reopen(PlainReferral referral, PlainMilestone milestone)
    {
        Cancel(referral, milestone);
        milestone.State = "OPEN";
        milestone.Attempt++;
    }

    private static void Cancel(PlainReferral referral, PlainMilestone milestone)
    {
        foreach (var reward in milestone.Rewards.Where(r => r.State == "PENDING"))
            reward.State = "CANCELLED";
        Uncount(referral, milestone);
    }

    private static void Uncount(PlainReferral referral, PlainMilestone milestone)
    {
        if (milestone.Counted)
            referral.Referrer.Counted[referral.Program]--;
        milestone.Counted = false;
    }

    private void Close(PlainReferral referral)
    {
        var ended = referral.Milestones.Where(m => m.Value.State is "REWARDED" or "REVERSED" or "CAPPED" or "REJECTED");
        var done = referral.Program == "recurring-share"
            ? ended.Count(m => Counts(referral.Facts.Single(f => f.Source == m.Key))) >= SharedPayments
            : ended.Any();
        if (done && referral.IsRunning)
            referral.Stage = "CLOSED";
        else if (!done && GoesOn(referral))
            referral.Stage = referral.Stage == "CLOSED" ? "ACTIVE" : referral.Stage;
    }
}
