using Marketplace.Accounts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.Tests.Plans;

namespace Marketplace.Tests.Books;

/// <summary>A talent, as the model sees it.</summary>
internal sealed class PlainTalent(Talent talent, PlainWallet wallet, PlanModel plan)
{
    public Talent Talent => talent;

    public PlainWallet Wallet => wallet;

    public PlanModel Plan => plan;

    public bool Approved { get; set; }

    public bool Passed { get; set; }

    public bool Rising { get; set; }

    /// <summary>The draws, as they came: each begins a time in which nothing is drawn.</summary>
    public List<DateTimeOffset> NextEligible { get; } = [];
}

internal sealed class PlainJob(Job job, DateTimeOffset posted)
{
    public static readonly int[] Card = [2, 4, 6, 8];

    public Job Job => job;

    public DateTimeOffset Posted => posted;

    public JobStatus Status { get; set; } = JobStatus.Open;

    public int Price { get; set; } = job.Connects;

    public int Tier { get; } = Array.IndexOf(Card, job.Connects);

    public bool Repriced { get; set; }

    public bool Settled { get; set; }

    public List<PlainProposal> Proposals { get; } = [];

    public bool EverHired => Proposals.Any(p => p.Status == ProposalStatus.Hired);
}

internal sealed class PlainProposal(PlainJob job, PlainTalent talent, OwnedId id, int price, List<PlainSlice> slices)
{
    public PlainJob Job => job;

    public PlainTalent Talent => talent;

    public OwnedId Id => id;

    public int Price => price;

    public List<PlainSlice> Slices => slices;

    public ProposalStatus Status { get; set; } = ProposalStatus.Submitted;

    public int Returned => slices.Sum(s => s.Returned);

    public bool Interviewed { get; set; }

    public PlainReward? Reward { get; set; }

    public bool GaveFeedback { get; set; }

    public OwnedId? Contract { get; set; }
}

internal sealed class PlainReward(DateTimeOffset wonAt, bool randomized)
{
    public DateTimeOffset WonAt => wonAt;

    public bool Randomized => randomized;

    public InterviewRewardState State { get; set; } = InterviewRewardState.Pending;

    public DateTimeOffset? CreditedAt { get; set; }

    public int Refunded { get; set; }

    public int Awarded { get; set; }

    public int Drawn { get; set; }

    public DateTimeOffset? ClaimEnds { get; set; }
}

internal sealed class PlainPurchase(PlainTalent talent, int connects, string reference, PurchaseState state, PlainLot? lot, bool byGateway)
{
    public PlainTalent Talent => talent;

    public int Connects => connects;

    public string Reference => reference;

    public bool ByGateway => byGateway;

    public PurchaseState State { get; set; } = state;

    public PlainLot? Lot { get; set; } = lot;

    public bool TakenBack { get; set; }
}

internal sealed class PlainPayment(PlainTalent talent, OwnedId id, long cents)
{
    public PlainTalent Talent => talent;

    public OwnedId Id => id;

    public long Cents => cents;

    public long Refunded { get; set; }
}
