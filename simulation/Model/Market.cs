using Marketplace.Jobs;

namespace Marketplace.Simulation.Model;

/// <summary>The jobs there are and the talents who are here, as everybody sees them for the length of a part of a day.</summary>
internal sealed class Market(Behaviour behaviour)
{
    private readonly List<Vacancy> _vacancies = [];
    private readonly List<TalentPerson> _present = [];
    private readonly List<Vacancy>[] _open = [.. Behaviour.Categories.Select(_ => new List<Vacancy>())];
    private readonly List<TalentPerson>[] _byHome = [.. Behaviour.Categories.Select(_ => new List<TalentPerson>())];
    private readonly DateTimeOffset?[] _exposedAt = new DateTimeOffset?[Behaviour.Categories.Count];
    private int _settled;

    public IReadOnlyList<Vacancy> Vacancies => _vacancies;

    public IReadOnlyList<TalentPerson> Present => _present;

    public IReadOnlyList<TalentPerson> OfCategory(int category) => _byHome[category];

    public int Proposals => _vacancies.Sum(v => v.Applications.Count);

    /// <summary>When a category's arm first mattered to somebody.</summary>
    public DateTimeOffset? ExposedAt(int category) => _exposedAt[category];

    public void Join(IEnumerable<TalentPerson> newcomers)
    {
        foreach (var talent in newcomers)
        {
            _present.Add(talent);
            _byHome[talent.Home].Add(talent);
        }
    }

    /// <summary>A job that will be posted.</summary>
    public Vacancy Draft(long seed, ClientPerson client, DateTimeOffset at)
    {
        var index = _vacancies.Count;
        var random = SeededRandom.Of(seed, Topic.Vacancy, index);
        var category = random.PickWeighted([.. Behaviour.Categories.Select(c => c.Share)]);
        var key = Behaviour.Categories[category].Category;
        var vacancy = new Vacancy
        {
            Index = index,
            Client = client,
            Category = category,
            CategoryKey = key,
            Title = Words.Title(key, ref random),
            Budget = Budget(ref random),
            Featured = random.Chance(behaviour.FeaturedShare),
            PostedAt = at,
        };
        _vacancies.Add(vacancy);
        return vacancy;
    }

    /// <summary>In the morning: what is filled, closed or old is not shown any more.</summary>
    public void Open(DateTimeOffset day)
    {
        foreach (var jobs in _open)
        {
            jobs.RemoveAll(v => !v.IsOpen || v.PostedAt < day.AddDays(-behaviour.ShownDays));
        }
    }

    /// <summary>After the morning: what was posted is shown.</summary>
    public void Settle(DateTimeOffset day)
    {
        Open(day);
        for (; _settled < _vacancies.Count; _settled++)
        {
            var vacancy = _vacancies[_settled];
            _open[vacancy.Category].Add(vacancy);
            // A job that is posted under an arm shows its price from then on; the earliest counts, whichever was written first.
            if (vacancy.Arm is not null && (_exposedAt[vacancy.Category] is not { } exposed || vacancy.PostedAt < exposed))
            {
                _exposedAt[vacancy.Category] = vacancy.PostedAt;
            }
        }
    }

    /// <summary>A job of a category that the talent has not seen yet, newer ones first; null when there is none.</summary>
    public Vacancy? Find(TalentPerson talent, int category, ref SeededRandom random)
    {
        var jobs = _open[category];
        var perDay = Math.Max(1.0, (double)jobs.Count / behaviour.ShownDays);
        for (var attempt = 0; attempt < 6; attempt++)
        {
            var place = jobs.Count - 1 - (int)random.Exponential(perDay * behaviour.FreshnessDays * 2);
            if (place >= 0 && jobs[place].IsOpen && talent.Seen.Add(jobs[place].Index))
            {
                return jobs[place];
            }
        }

        return null;
    }

    private Budget Budget(ref SeededRandom random)
    {
        if (!random.Chance(behaviour.HourlyShare))
        {
            var dollars = behaviour.TypicalDollars * Math.Exp(behaviour.DollarSpread * random.Normal());
            return new FixedPrice(new Money((long)Math.Clamp(Math.Round(dollars / 5) * 500, 1000, 5_000_000)));
        }

        return new Hourly(random.Pick(Enum.GetValues<ExperienceLevel>()), random.Pick(Enum.GetValues<WeeklyTime>()), random.Pick(Enum.GetValues<JobDuration>()), null, null);
    }
}
