using Marketplace.Jobs;
using Marketplace.Policies;
using Marketplace.Simulation.Model;

namespace Marketplace.Simulation.Stages;

/// <summary>
/// The marketplace as far as it decides what people do: prices by card, tier and demand, and arms. No money, no books; here the model is played
/// with one arm everywhere, many times, and what comes out on the average is the truth.
/// </summary>
/// <param name="policies">The numbers of the rules.</param>
/// <param name="from">The first instant.</param>
/// <param name="rateCardArm">The arm of every category while the test of the rate card runs.</param>
/// <param name="rewardArm">The arm of every account while the test of rewards runs.</param>
internal sealed class SketchStage(PolicyBook policies, DateTimeOffset from, string rateCardArm, string rewardArm) : IStage
{
    private readonly List<Priced> _unsettled = [];
    private readonly Dictionary<int, Priced> _prices = [];
    private readonly Policy _policy = policies.At(from);
    private bool _rateCardRuns;
    private bool _rewardRuns;

    public int Workers => 1;

    public ValueTask RegisterAsync(Person person, DateTimeOffset at) => default;

    public ValueTask SettleInAsync(TalentPerson talent, DateTimeOffset at) => default;

    public ValueTask PostAsync(Vacancy vacancy, DateTimeOffset at)
    {
        vacancy.Arm = _rateCardRuns ? rateCardArm : null;
        vacancy.Tier = JobPricing.Value(vacancy.Budget, _policy.Pricing).Tier;
        vacancy.StandardPrice = policies.RateCard(_policy.Pricing.RateCard).Tiers[vacancy.Tier - 1];
        var tiers = policies.RateCard(vacancy.Arm == "doubled" ? "doubled" : _policy.Pricing.RateCard).Tiers;
        var priced = new Priced(vacancy, tiers) { Connects = tiers[vacancy.Tier - 1] };
        _prices[vacancy.Index] = priced;
        _unsettled.Add(priced);
        return default;
    }

    public ValueTask InviteAsync(Vacancy vacancy, TalentPerson talent, DateTimeOffset at) => default;

    public ValueTask<IReadOnlyList<Offer?>> QuoteAsync(TalentPerson talent, IReadOnlyList<Vacancy> vacancies, DateTimeOffset at) =>
        new([.. vacancies.Select(v => v.IsOpen ? new Offer(v.Invited.Contains(talent.Index) ? 0 : _prices[v.Index].Connects, null) : (Offer?)null)]);

    public ValueTask<IReadOnlyList<Application>> ProposeAsync(TalentPerson talent, IReadOnlyList<(Vacancy Vacancy, Offer Offer)> chosen, DateTimeOffset at) =>
        new([.. chosen.Select(c => new Application { Talent = talent, Vacancy = c.Vacancy, At = at, Price = c.Offer.Price, Invited = c.Vacancy.Invited.Contains(talent.Index) })]);

    public ValueTask<bool> InterviewAsync(Application application, DateTimeOffset at) => new(true);

    public ValueTask DeclineAsync(Application application, DateTimeOffset at) => default;

    public ValueTask<bool> ReplyAsync(Application application, DateTimeOffset at) => new(true);

    public ValueTask GiveFeedbackAsync(Application application, int rating, DateTimeOffset at) => default;

    public ValueTask<bool> HireAsync(Application application, int? hours, DateTimeOffset at) => new(true);

    public ValueTask PayAsync(Application application, Money amount, int number, DateTimeOffset at) => default;

    public ValueTask EndAsync(Application application, DateTimeOffset at) => default;

    public ValueTask CloseAsync(Vacancy vacancy, DateTimeOffset at) => default;

    public string? RewardArmOf(TalentPerson talent) => _rewardRuns ? rewardArm : null;

    /// <summary>Demand is reviewed at the last firing in this time, as on the services.</summary>
    public ValueTask RunScheduleAsync(DateTimeOffset from, DateTimeOffset until)
    {
        if (Firings.Last("0 5 * * * ?", from, until) is { } at)
        {
            foreach (var priced in _unsettled)
            {
                Review(priced, at);
            }

            _unsettled.RemoveAll(p => p.IsSettled || !p.Vacancy.IsOpen);
        }

        return default;
    }

    public ValueTask StartExperimentAsync(string key, DateTimeOffset at) => Switch(key, on: true);

    public ValueTask StopExperimentAsync(string key, DateTimeOffset at) => Switch(key, on: false);

    private ValueTask Switch(string key, bool on)
    {
        if (key == ExperimentKeys.RateCard)
        {
            _rateCardRuns = on;
        }
        else
        {
            _rewardRuns = on;
        }

        return default;
    }

    // DEM-02..04, as marketplace.review_demand decides.
    private void Review(Priced priced, DateTimeOffset now)
    {
        var demand = _policy.Demand;
        var vacancy = priced.Vacancy;
        var age = (now - vacancy.PostedAt).TotalHours;
        var count = vacancy.Applications.Count;
        priced.IsSettled = age >= demand.FreeAfterHours;
        if (count < demand.Few && age >= demand.FreeAfterHours)
        {
            (priced.Connects, priced.IsChanged) = (0, true);
        }
        else if (!priced.IsChanged && count < demand.Few && age >= demand.LowerAfterHours)
        {
            (priced.Connects, priced.IsChanged) = (vacancy.Tier == 1 ? 0 : priced.Tiers[vacancy.Tier - 2], true);
        }
        else if (!priced.IsChanged && vacancy.Tier < 4 && vacancy.Applications.Count(a => a.At < vacancy.PostedAt.AddHours(demand.RaiseWithinHours)) >= demand.Many)
        {
            (priced.Connects, priced.IsChanged) = (priced.Tiers[vacancy.Tier], true);
        }
    }

    private sealed class Priced(Vacancy vacancy, IReadOnlyList<int> tiers)
    {
        public Vacancy Vacancy => vacancy;

        public IReadOnlyList<int> Tiers => tiers;

        public int Connects { get; set; }

        public bool IsChanged { get; set; }

        public bool IsSettled { get; set; }
    }
}
