using Marketplace.Accounts;
using Marketplace.Payments;
using Marketplace.Policies;
using Marketplace.Wallets;

namespace Marketplace.Tests.Plans;

/// <summary>The rules of plans told a second time, plainly, for one member: what the marketplace does is held against it.</summary>
internal sealed class PlanModel(Talent talent, PlanCode plan, DateTimeOffset anchor)
{
    private static readonly int[] RetryDays = [1, 3, 7];

    private int cycle;
    private DateTimeOffset? nextAttempt;
    private bool welcomed;

    public Talent Talent => talent;

    public PlanCode Plan { get; private set; } = plan;

    public PlanCode? NextPlan { get; private set; }

    public int Failures { get; private set; }

    public bool Suspended { get; set; }

    public long Cash { get; set; }

    public PaymentMethod Method { get; private set; } = PaymentMethod.Card;

    public bool CardIsGood { get; set; } = true;

    /// <summary>How often a fee that failed led to the basic plan.</summary>
    public int Falls { get; private set; }

    public List<long> Fees { get; } = [];

    /// <summary>Told of each fee, and whether earnings paid it.</summary>
    public Action<long, bool>? Charged { get; init; }

    /// <summary>Told of each line of Connects: its lots, and the instant they count from (null: now).</summary>
    public Action<IReadOnlyList<(LotOrigin Origin, LotKind Kind, int Amount)>, DateTimeOffset?>? Granted { get; init; }

    public List<(LotOrigin Origin, LotKind Kind, int Amount, DateTimeOffset? Issued)> Lots { get; } = [];

    public DateTimeOffset CycleStart => anchor.AddMonths(cycle);

    public DateTimeOffset CycleEnd => anchor.AddMonths(cycle + 1);

    private bool IsBasic => Plan is PlanCode.FreelancerBasic or PlanCode.AgencyBasic;

    public void CatchUp(DateTimeOffset now)
    {
        while (CycleEnd <= now)
        {
            var goingTo = NextPlan ?? Plan;
            if (Suspended)
                Begin(goingTo, brings: false);
            else if (Price(goingTo) == 0)
                Begin(goingTo);
            else if (Failures > 0 && nextAttempt > now)
                return;
            else if (Pay(Price(goingTo), Method, CardIsGood))
                Begin(goingTo);
            else if (Failures == RetryDays.Length)
                Fall(goingTo);
            else
                Fail(now);
        }
    }

    /// <returns>What the refusal is, null when it is done.</returns>
    public Type? Change(PlanCode to, PaymentMethod method, bool goodCard, DateTimeOffset now)
    {
        if (Suspended)
            return typeof(AccountNotActive);
        CatchUp(now);
        if (to == Plan)
        {
            if (NextPlan is null && Failures == 0)
                return typeof(WrongState);
            NextPlan = null;
            if (Failures > 0)
                (Method, CardIsGood, nextAttempt) = (method, goodCard, now);
            return null;
        }

        if (!IsBasic)
        {
            if (NextPlan == to)
                return typeof(WrongState);
            NextPlan = to;
            return null;
        }

        var days = (CycleEnd - CycleStart).Days;
        var left = days - (now - CycleStart).Days;
        if (!Pay((long)Math.Round(Price(to) * left / (decimal)days, MidpointRounding.AwayFromZero), method, goodCard))
            return method == PaymentMethod.Earnings ? typeof(InsufficientFunds) : typeof(PaymentDeclined);
        if (to == PlanCode.FreelancerPlus)
            Bring([(LotOrigin.PlanUpgrade, LotKind.Paid, (int)Math.Ceiling(70m * left / days))], null);
        (Plan, Method, CardIsGood) = (to, method, goodCard);
        return null;
    }

    private bool Pay(long cents, PaymentMethod method, bool goodCard)
    {
        if (method == PaymentMethod.Earnings ? Cash < cents : !goodCard)
            return false;
        Cash -= method == PaymentMethod.Earnings ? cents : 0;
        Fees.Add(cents);
        Charged?.Invoke(cents, method == PaymentMethod.Earnings);
        return true;
    }

    private void Fail(DateTimeOffset now)
    {
        var due = CycleEnd.AddDays(RetryDays[Failures]);
        nextAttempt = due > now ? due : now.AddDays(RetryDays[Failures] - (Failures == 0 ? 0 : RetryDays[Failures - 1]));
        Failures++;
    }

    private void Fall(PlanCode from)
    {
        Falls++;
        Begin(Basic(from));
    }

    private void Begin(PlanCode next, bool brings = true)
    {
        var date = CycleEnd;
        if (brings && next == PlanCode.FreelancerPlus)
            Bring([(LotOrigin.Plan, LotKind.Paid, 70), (LotOrigin.Plan, LotKind.Free, 10)], date);
        if (brings && next == PlanCode.FreelancerBasic)
            Bring([(LotOrigin.Plan, LotKind.Free, 10)], date);
        if (brings && next == PlanCode.AgencyBasic && !welcomed)
        {
            welcomed = true;
            Bring([(LotOrigin.AgencyWelcome, LotKind.Free, 10)], date);
        }

        (Plan, NextPlan, Failures, nextAttempt) = (next, null, 0, null);
        cycle++;
    }

    private void Bring(IReadOnlyList<(LotOrigin Origin, LotKind Kind, int Amount)> lots, DateTimeOffset? issued)
    {
        Lots.AddRange(lots.Select(l => (l.Origin, l.Kind, l.Amount, issued)));
        Granted?.Invoke(lots, issued);
    }

    private static long Price(PlanCode code) => code switch
    {
        PlanCode.FreelancerPlus => 1499,
        PlanCode.AgencyPlus => 2000,
        _ => 0,
    };

    private static PlanCode Basic(PlanCode code) => code == PlanCode.FreelancerPlus ? PlanCode.FreelancerBasic : PlanCode.AgencyBasic;
}
