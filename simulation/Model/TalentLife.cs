using Marketplace.Simulation.Stages;

namespace Marketplace.Simulation.Model;

/// <summary>What talents do in the evening: answer interviews and invitations, give feedback, look at jobs and propose.</summary>
internal sealed class TalentLife(long seed, Market market, Behaviour behaviour, IStage stage)
{
    private static readonly TimeSpan PerJob = TimeSpan.FromSeconds(95);

    /// <param name="talent">Who.</param>
    /// <param name="number">Which day it is.</param>
    /// <param name="day">Its midnight.</param>
    /// <param name="until">When the day's play ends.</param>
    /// <param name="season">How much goes on today.</param>
    public async ValueTask ActAsync(TalentPerson talent, int number, DateTimeOffset day, DateTimeOffset until, double season)
    {
        foreach (var errand in talent.Agenda.Take(until))
        {
            talent.LastActedAt = errand.Due;
            await (errand.Kind switch
            {
                ErrandKind.Reply => ReplyAsync(errand.Application!, errand.Due),
                ErrandKind.Feedback => FeedbackAsync(errand.Application!, errand.Due),
                ErrandKind.Invited => InvitedAsync(talent, errand.Vacancy, errand.Due),
                _ => throw new InvalidOperationException($"A talent does not {errand.Kind}."),
            });
        }

        await LookAroundAsync(talent, number, day, until, season);
    }

    private async ValueTask ReplyAsync(Application application, DateTimeOffset at)
    {
        if (application.IsOver || !await stage.ReplyAsync(application, at))
        {
            return;
        }

        var talent = application.Talent;
        var random = SeededRandom.Of(seed, Topic.Reply, application.Key);
        if (!application.Invited)
        {
            talent.Won.Add(at);
            if (talent.ExposedAt is null && stage.RewardArmOf(talent) is { } arm)
            {
                (talent.ExposedAt, talent.RewardArm) = (at, arm);
            }
        }

        application.Vacancy.Client.Agenda.Add(new Errand(Timeline.MorningAfter(at, 1 + random.Below(4), random.Next()), ErrandKind.Decide, application.Vacancy, application));
        if (random.Chance(behaviour.FeedbackRate))
        {
            talent.Agenda.Add(new Errand(Timeline.EveningAfter(at, 1 + random.Below(5), random.Next()), ErrandKind.Feedback, application.Vacancy, application));
        }
    }

    private ValueTask FeedbackAsync(Application application, DateTimeOffset at)
    {
        var random = SeededRandom.Of(seed, Topic.Feedback, application.Key);
        return stage.GiveFeedbackAsync(application, 2 + random.Below(4), at);
    }

    private async ValueTask InvitedAsync(TalentPerson talent, Vacancy vacancy, DateTimeOffset at)
    {
        var random = SeededRandom.Of(seed, Topic.Invitation, talent.Index, vacancy.Index);
        if (vacancy.IsOpen && random.Chance(behaviour.InvitationAccepted) && talent.Seen.Add(vacancy.Index)
            && (await stage.QuoteAsync(talent, [vacancy], at))[0] is { } offer)
        {
            await ProposeAsync(talent, [(vacancy, offer)], at);
        }
    }

    /// <summary>One sitting: some jobs are looked at with their prices, and for each the talent decides.</summary>
    private async ValueTask LookAroundAsync(TalentPerson talent, int number, DateTimeOffset day, DateTimeOffset until, double season)
    {
        var random = SeededRandom.Of(seed, Topic.Session, talent.Index, number);
        var boost = talent.RewardArm == "randomized" ? behaviour.RandomizedBoost : 1;
        var count = 0;
        for (var sittings = random.Poisson(talent.Rate * boost * season / behaviour.PerSitting); sittings > 0; sittings--)
        {
            count += 1 + random.Poisson(behaviour.PerSitting - 1);
        }

        count = Math.Min(behaviour.MostConsiderations, count);
        if (count == 0)
        {
            return;
        }

        var found = new List<Vacancy>(count);
        for (var i = 0; i < count; i++)
        {
            if (market.Find(talent, random.Chance(behaviour.SideCategoryShare) ? talent.Side : talent.Home, ref random) is { } vacancy)
            {
                found.Add(vacancy);
            }
        }

        var last = until - day < TimeSpan.FromDays(1) ? until - day - TimeSpan.FromMinutes(30) : Timeline.Evening;
        if (found.Count == 0 || last <= Timeline.Afternoon)
        {
            return;
        }

        // After what was answered today: a person does one thing after the other.
        var at = Later(Timeline.EveningAfter(day, 0, random.Next() * (last - Timeline.Afternoon) / (Timeline.Evening - Timeline.Afternoon)), talent.LastActedAt);
        if (at + ((found.Count + 1) * PerJob) > until)
        {
            return;
        }

        var offers = await stage.QuoteAsync(talent, found, at);
        var chosen = new List<(Vacancy, Offer)>(found.Count);
        for (var i = 0; i < found.Count; i++)
        {
            var decision = SeededRandom.Of(seed, Topic.Consideration, talent.Index, found[i].Index);
            if (offers[i] is { } offer && decision.Chance(behaviour.ProposeRate(talent.Quality, offer.Price, found[i].StandardPrice)))
            {
                chosen.Add((found[i], offer));
            }
        }

        if (chosen.Count > 0)
        {
            await ProposeAsync(talent, chosen, at + (found.Count * PerJob));
        }
    }

    private async ValueTask ProposeAsync(TalentPerson talent, IReadOnlyList<(Vacancy, Offer)> chosen, DateTimeOffset at)
    {
        talent.LastActedAt = at;
        foreach (var application in await stage.ProposeAsync(talent, chosen, at))
        {
            application.Vacancy.Add(application);
            var random = SeededRandom.Of(seed, Topic.Review, application.Key, 1);
            application.Vacancy.Client.Agenda.Add(new Errand(Timeline.MorningAfter(at, 1 + random.Below(3), random.Next()), ErrandKind.Review, application.Vacancy, application));
        }
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
