using Marketplace.Jobs;
using Marketplace.Simulation.Stages;

namespace Marketplace.Simulation.Model;

/// <summary>What clients do in the morning: post, invite, read proposals, hire, close, pay.</summary>
internal sealed class ClientLife(long seed, Market market, Behaviour behaviour, IStage stage)
{
    public async ValueTask ActAsync(ClientPerson client, DateTimeOffset until)
    {
        foreach (var errand in client.Agenda.Take(until))
        {
            await (errand.Kind switch
            {
                ErrandKind.Post => PostAsync(errand.Vacancy),
                ErrandKind.Review => ReviewAsync(errand.Application!, errand.Due),
                ErrandKind.Decide => DecideAsync(errand.Application!, errand.Due),
                ErrandKind.Close => CloseAsync(errand.Vacancy, errand.Due),
                ErrandKind.Pay => PayAsync(errand.Application!, errand.Number, errand.Due),
                ErrandKind.End => stage.EndAsync(errand.Application!, errand.Due),
                _ => throw new InvalidOperationException($"A client does not {errand.Kind}."),
            });
        }
    }

    private async ValueTask PostAsync(Vacancy vacancy)
    {
        await stage.PostAsync(vacancy, vacancy.PostedAt);
        var random = SeededRandom.Of(seed, Topic.Invitation, vacancy.Index);
        var around = market.OfCategory(vacancy.Category);
        for (var left = around.Count == 0 ? 0 : random.Poisson(behaviour.InvitationsPerJob); left > 0; left--)
        {
            var talent = random.Pick(around);
            if (!vacancy.Invited.Add(talent.Index))
            {
                continue;
            }

            await stage.InviteAsync(vacancy, talent, vacancy.PostedAt.AddSeconds(30));
            talent.Agenda.Add(new Errand(Timeline.EveningAfter(vacancy.PostedAt, 0, random.Next()), ErrandKind.Invited, vacancy));
        }

        var closing = SeededRandom.Of(seed, Topic.Closing, vacancy.Index);
        if (!closing.Chance(behaviour.ForgottenShare))
        {
            vacancy.Client.Agenda.Add(new Errand(Timeline.MorningAfter(vacancy.PostedAt, 12 + closing.Below(9), closing.Next()), ErrandKind.Close, vacancy));
        }
    }

    private async ValueTask ReviewAsync(Application application, DateTimeOffset at)
    {
        if (!application.Vacancy.IsOpen)
        {
            return;
        }

        var random = SeededRandom.Of(seed, Topic.Review, application.Key);
        if (random.Chance(behaviour.InterviewRate(application.Talent.Quality)))
        {
            if (await stage.InterviewAsync(application, at) && random.Chance(behaviour.ReplyRate))
            {
                var days = random.PickWeighted([0.6, 0.3, 0.1]);
                application.Talent.Agenda.Add(new Errand(Timeline.EveningAfter(at, days, random.Next()), ErrandKind.Reply, application.Vacancy, application));
            }
        }
        else if (random.Chance(behaviour.DeclineShare))
        {
            application.IsOver = true;
            await stage.DeclineAsync(application, at);
        }
    }

    private async ValueTask DecideAsync(Application application, DateTimeOffset at)
    {
        var vacancy = application.Vacancy;
        var random = SeededRandom.Of(seed, Topic.Decision, application.Key);
        if (!vacancy.IsOpen || !random.Chance(behaviour.HireRate))
        {
            return;
        }

        if (await stage.HireAsync(application, vacancy.Budget is Hourly ? 10 + random.Below(30) : null, at))
        {
            vacancy.IsOpen = false;
            application.IsOver = true;
            var payments = vacancy.Budget is Hourly ? 3 : 1;
            for (var number = 1; number <= payments; number++)
            {
                vacancy.Client.Agenda.Add(new Errand(Timeline.MorningAfter(at, 7 * number, random.Next()), ErrandKind.Pay, vacancy, application, number));
            }

            vacancy.Client.Agenda.Add(new Errand(Timeline.MorningAfter(at, (7 * payments) + 1, random.Next()), ErrandKind.End, vacancy, application));
        }
    }

    private ValueTask PayAsync(Application application, int number, DateTimeOffset at)
    {
        var random = SeededRandom.Of(seed, Topic.Payment, application.Key, number);
        var cents = application.Vacancy.Budget is FixedPrice { Amount: { } amount } ? amount.Cents : (long)(random.Between(10, 35) * 30) * 100;
        return stage.PayAsync(application, new Money(cents), number, at);
    }

    private async ValueTask CloseAsync(Vacancy vacancy, DateTimeOffset at)
    {
        if (vacancy.IsOpen)
        {
            vacancy.IsOpen = false;
            await stage.CloseAsync(vacancy, at);
        }
    }
}
