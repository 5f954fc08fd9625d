using Marketplace.Simulation.Stages;

namespace Marketplace.Simulation.Model;

/// <summary>
/// Plays the model, a part of a day after the other. Within a part each person acts alone, at instants of their own, so that many may act at
/// once: what one decides never depends on who was quicker, and the same seed plays the same.
/// </summary>
internal sealed class Play
{
    private readonly Timeline _timeline;
    private readonly Population _population;
    private readonly Behaviour _behaviour;
    private readonly IStage _stage;
    private readonly ClientLife _clients;
    private readonly TalentLife _talents;
    private readonly Market _market;
    private readonly long _seed;

    /// <param name="seed">Of what people do; who they are is the population's.</param>
    /// <param name="timeline">When.</param>
    /// <param name="population">Who; fresh, since people remember.</param>
    /// <param name="behaviour">How.</param>
    /// <param name="stage">Where.</param>
    public Play(long seed, Timeline timeline, Population population, Behaviour behaviour, IStage stage)
    {
        (_seed, _timeline, _population, _behaviour, _stage) = (seed, timeline, population, behaviour, stage);
        _market = new Market(behaviour);
        _clients = new ClientLife(seed, _market, behaviour, stage);
        _talents = new TalentLife(seed, _market, behaviour, stage);
    }

    public Market Market => _market;

    public Population Population => _population;

    public Timeline Timeline => _timeline;

    /// <param name="dayPlayed">Told after each day how many are over.</param>
    /// <param name="cancellation">Ends the play between two days.</param>
    public async ValueTask RunAsync(Action<int>? dayPlayed, CancellationToken cancellation)
    {
        for (var day = 0; day < _timeline.Days; day++)
        {
            cancellation.ThrowIfCancellationRequested();
            await DayAsync(day, cancellation);
            dayPlayed?.Invoke(day + 1);
        }
    }

    private async ValueTask DayAsync(int number, CancellationToken cancellation)
    {
        var day = _timeline.Day(number);
        var (morning, afternoon, night) = (Earlier(day + Timeline.Morning), Earlier(day + Timeline.Afternoon), Earlier(day.AddDays(1)));
        await _stage.RunScheduleAsync(day, morning);
        await ChangeExperimentsAsync(day, morning);
        if (morning == _timeline.Until)
        {
            return;
        }

        await JoinAsync(morning, afternoon, cancellation);
        _market.Open(day);
        PlanVacancies(number, day, afternoon);
        await EachAsync(_population.Clients.Where(c => c.Agenda.HasDue(afternoon)), client => _clients.ActAsync(client, afternoon), cancellation);
        await _stage.RunScheduleAsync(morning, afternoon);
        if (afternoon == _timeline.Until)
        {
            return;
        }

        _market.Settle(day);
        var season = _behaviour.Season(day);
        var part = Math.Min(1, (night - afternoon) / (Timeline.Evening - Timeline.Afternoon));
        await EachAsync(_market.Present, talent => _talents.ActAsync(talent, number, day, night, season * part), cancellation);
        await _stage.RunScheduleAsync(afternoon, night);
    }

    private DateTimeOffset Earlier(DateTimeOffset time) => time < _timeline.Until ? time : _timeline.Until;

    private async ValueTask ChangeExperimentsAsync(DateTimeOffset from, DateTimeOffset until)
    {
        foreach (var (key, at, starts) in new[]
        {
            (ExperimentKeys.RateCard, _timeline.RateCardFrom, true), (ExperimentKeys.RateCard, _timeline.RateCardUntil, false), (ExperimentKeys.Reward, _timeline.RewardFrom, true),
        })
        {
            if (at >= from && at < until)
            {
                await (starts ? _stage.StartExperimentAsync(key, at.Value) : _stage.StopExperimentAsync(key, at.Value));
            }
        }
    }

    private async ValueTask JoinAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        foreach (var client in _population.Clients.Where(c => c.JoinsAt >= from && c.JoinsAt < until))
        {
            await _stage.RegisterAsync(client, client.JoinsAt);
        }

        var newcomers = _population.Talents.Where(t => t.JoinsAt >= from && t.JoinsAt < until).ToList();
        // One registers while others settle in.
        await Parallel.ForEachAsync(RegisteredAsync(newcomers), Options(cancellation), (talent, _) => _stage.SettleInAsync(talent, talent.JoinsAt.AddMinutes(10)));
        _market.Join(newcomers);
    }

    private async IAsyncEnumerable<TalentPerson> RegisteredAsync(IEnumerable<TalentPerson> newcomers)
    {
        foreach (var talent in newcomers)
        {
            await _stage.RegisterAsync(talent, talent.JoinsAt);
            yield return talent;
        }
    }

    /// <summary>Which jobs are posted this morning, and by whom. On the first day some days' worth at once: nobody comes to an empty market.</summary>
    private void PlanVacancies(int number, DateTimeOffset day, DateTimeOffset until)
    {
        var random = SeededRandom.Of(_seed, Topic.Volume, number);
        var season = Enumerable.Range(0, _timeline.Days).Sum(d => _behaviour.Season(_timeline.Day(d)));
        var whole = _population.Clients.Count * _behaviour.JobsPerClient;
        var count = random.Poisson(whole * _behaviour.Season(day) / season * (number == 0 ? 3 : 1));
        for (var i = 0; i < count; i++)
        {
            var client = random.Pick(_population.Clients);
            var at = Timeline.MorningAfter(day, 0, 0.15 + (0.85 * random.Next()));
            if (at < until)
            {
                client.Agenda.Add(new Errand(at, ErrandKind.Post, _market.Draft(_seed, client, at)));
            }
        }
    }

    private async ValueTask EachAsync<T>(IEnumerable<T> people, Func<T, ValueTask> act, CancellationToken cancellation)
    {
        if (_stage.Workers == 1)
        {
            foreach (var person in people)
            {
                await act(person);
            }

            return;
        }

        // A list of its own: who acts adds to agendas, which the question who is next would look at.
        await Parallel.ForEachAsync(people.ToList(), Options(cancellation), (person, _) => act(person));
    }

    private ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = _stage.Workers, CancellationToken = cancellation };
}

internal static class ExperimentKeys
{
    public const string RateCard = "double-rate-card";
    public const string Reward = "interview-reward";
}
