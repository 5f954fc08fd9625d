namespace Marketplace.Tests.Referrals;

/// <summary>What the plain model knows of somebody.</summary>
internal sealed class PlainPerson(long id)
{
    public long Id => id;
    public string Status { get; set; } = "ACTIVE";
    public long Cash { get; set; }
    public long Debt { get; set; }
    public bool LotsAreGone { get; set; }
    /// <summary>Successes by program.</summary>
    public Dictionary<string, int> Counted { get; } = [];
}

internal sealed class PlainFact(string kind, string source, long cents, int day)
{
    public string Kind => kind;
    public string Source => source;
    public long Cents => cents;
    public int Day => day;
    public long Returned { get; set; }
    public long Net => cents - Returned;
}

internal sealed class PlainMilestone
{
    public string State { get; set; } = "OPEN";
    public int Attempt { get; set; } = 1;
    public int Qualified { get; set; }
    public int Due { get; set; }
    public bool Counted { get; set; }
    public List<PlainReward> Rewards { get; } = [];
}

internal sealed class PlainReward(int attempt, PlainPerson payee, string side, string asset, long amount)
{
    public int Attempt => attempt;
    public PlainPerson Payee => payee;
    public string Side => side;
    public string Asset => asset;
    public long Amount => amount;
    public string State { get; set; } = "PENDING";
    public long Returned { get; set; }
    public long Shortfall { get; set; }
}

internal sealed class PlainReferral(string program, PlainPerson referrer, PlainPerson referred, int day, int lastShareDay, bool doubtful)
{
    public string Program => program;
    public PlainPerson Referrer => referrer;
    public PlainPerson Referred => referred;
    public int Day => day;
    public int LastShareDay => lastShareDay;
    public bool Doubtful => doubtful;
    /// <summary>Whether the referrer's card has paid for the referred.</summary>
    public bool SharesACard { get; set; }
    public string Stage { get; set; } = "ATTRIBUTED";
    public List<PlainFact> Facts { get; } = [];
    public SortedDictionary<string, PlainMilestone> Milestones { get; } = new(StringComparer.Ordinal);

    public bool IsRunning => Stage is "ATTRIBUTED" or "ACTIVE";

    public IEnumerable<string> Lines()
    {
        yield return $"referral {referred.Id} {Stage} short {Milestones.Values.SelectMany(m => m.Rewards).Sum(r => r.Shortfall)}";
        foreach (var (occurrence, milestone) in Milestones)
        {
            yield return $"milestone {referred.Id} {occurrence} {milestone.State} {milestone.Attempt}";
            foreach (var reward in milestone.Rewards)
                yield return $"reward {referred.Id} {occurrence} {reward.Attempt} {reward.Side} {reward.Asset} {reward.Amount} {reward.State} {reward.Returned}";
        }
    }
}
