namespace Marketplace.Simulation.Model;

/// <summary>Who there is: drawn once from the seed, so that the truth is computed for the very people who are played.</summary>
internal sealed class Population
{
    private Population(IReadOnlyList<TalentPerson> talents, IReadOnlyList<ClientPerson> clients) => (Talents, Clients) = (talents, clients);

    public IReadOnlyList<TalentPerson> Talents { get; }

    public IReadOnlyList<ClientPerson> Clients { get; }

    /// <param name="seed">Names the people.</param>
    /// <param name="proposals">About how many proposals they are to make.</param>
    /// <param name="timeline">When they come.</param>
    /// <param name="behaviour">How they are.</param>
    public static Population Of(long seed, int proposals, Timeline timeline, Behaviour behaviour)
    {
        var days = Enumerable.Range(0, timeline.Days).Select(timeline.Day).ToList();
        var season = days.Select(d => behaviour.Season(d) * Math.Min(1, (timeline.Until - d).TotalDays)).ToList();
        // Somebody who is there from the beginning proposes so often; who joins on a day in between, on half of that.
        var whole = season.Sum() * behaviour.ConsiderationsPerDay * behaviour.MeanProposeRate;
        var each = whole * (behaviour.PresentAtTheBeginning + ((1 - behaviour.PresentAtTheBeginning) / 2));
        var talents = Math.Max(24, (int)Math.Round(proposals / each));
        var clients = Math.Max(6, (int)Math.Round(proposals / behaviour.ProposalsPerJob / behaviour.JobsPerClient));
        var shares = Behaviour.Categories.Select(c => c.Share).ToList();
        return new Population(
            [.. Enumerable.Range(0, talents).Select(i => Talent(i, seed, timeline, behaviour, shares))],
            [.. Enumerable.Range(0, clients).Select(i => Client(i, seed, timeline))]);
    }

    private static TalentPerson Talent(int index, long seed, Timeline timeline, Behaviour behaviour, IReadOnlyList<double> shares)
    {
        var random = SeededRandom.Of(seed, Topic.Person, index);
        var isAgency = random.Chance(behaviour.AgencyShare);
        var last = random.Pick(Words.Last);
        var name = isAgency ? $"{random.Pick(Words.Places)} {last} Agency" : $"{random.Pick(Words.First)} {last}";
        var joins = random.Chance(behaviour.PresentAtTheBeginning) ? 0 : random.Below(timeline.Days);
        return new TalentPerson
        {
            Index = index,
            Name = name,
            Email = Mail(name, "t", index, seed),
            Country = random.Pick(Words.Countries),
            Subject = string.Create(CultureInfo.InvariantCulture, $"simulated-{seed}-talent-{index}"),
            JoinsAt = Timeline.MorningAfter(timeline.From, joins, random.Next()),
            IsAgency = isAgency,
            // Evenly over the places of a category, so that small ones are not left without good people.
            Quality = random.Next(),
            Rate = behaviour.ConsiderationsPerDay * Math.Exp((behaviour.RateSpread * random.Normal()) - (behaviour.RateSpread * behaviour.RateSpread / 2)),
            Home = random.PickWeighted(shares),
            Side = random.PickWeighted(shares),
            TakesTest = !isAgency && random.Chance(behaviour.ReadinessShare),
            TakesPlus = !isAgency && random.Chance(behaviour.PlusShare),
        };
    }

    private static ClientPerson Client(int index, long seed, Timeline timeline)
    {
        var random = SeededRandom.Of(seed, Topic.Person, -1 - index);
        var name = $"{random.Pick(Words.Places)} {random.Pick(Words.Trades)}";
        return new ClientPerson
        {
            Index = index,
            Name = name,
            Email = Mail(name, "c", index, seed),
            Country = random.Pick(Words.Countries),
            Subject = string.Create(CultureInfo.InvariantCulture, $"simulated-{seed}-client-{index}"),
            // All clients are there on the first morning: who posts on which day is drawn later.
            JoinsAt = Timeline.MorningAfter(timeline.From, 0, random.Next() / 10),
        };
    }

    private static string Mail(string name, string kind, int index, long seed) =>
        string.Create(CultureInfo.InvariantCulture, $"{name.Replace(' ', '.').ToLowerInvariant()}.{kind}{index}@s{seed}.{SimulatedAccounts.Domain}");
}
