using Marketplace.Simulation.Model;

namespace Marketplace.Simulation.Stages;

/// <summary>Where the model is played: on the marketplace's services, or on a sketch of its prices that needs no database.</summary>
internal interface IStage
{
    /// <summary>How many people may act at once.</summary>
    int Workers { get; }

    /// <summary>Registers an account; one after the other, so that the same run gives the same ids.</summary>
    ValueTask RegisterAsync(Person person, DateTimeOffset at);

    /// <summary>Verification, approval, test and plan of somebody who has registered.</summary>
    ValueTask SettleInAsync(TalentPerson talent, DateTimeOffset at);

    ValueTask PostAsync(Vacancy vacancy, DateTimeOffset at);

    ValueTask InviteAsync(Vacancy vacancy, TalentPerson talent, DateTimeOffset at);

    /// <summary>What each of these jobs would cost the talent now; null for those that are not open any more.</summary>
    ValueTask<IReadOnlyList<Offer?>> QuoteAsync(TalentPerson talent, IReadOnlyList<Vacancy> vacancies, DateTimeOffset at);

    /// <summary>Sends what a sitting came to, in this order.</summary>
    ValueTask<IReadOnlyList<Application>> ProposeAsync(TalentPerson talent, IReadOnlyList<(Vacancy Vacancy, Offer Offer)> chosen, DateTimeOffset at);

    ValueTask<bool> InterviewAsync(Application application, DateTimeOffset at);

    ValueTask DeclineAsync(Application application, DateTimeOffset at);

    ValueTask<bool> ReplyAsync(Application application, DateTimeOffset at);

    ValueTask GiveFeedbackAsync(Application application, int rating, DateTimeOffset at);

    ValueTask<bool> HireAsync(Application application, int? hours, DateTimeOffset at);

    ValueTask PayAsync(Application application, Money amount, int number, DateTimeOffset at);

    ValueTask EndAsync(Application application, DateTimeOffset at);

    ValueTask CloseAsync(Vacancy vacancy, DateTimeOffset at);

    /// <summary>Which arm decides about this talent's rewards now; null when none does.</summary>
    string? RewardArmOf(TalentPerson talent);

    /// <summary>Runs what the schedule fires in this time, each at its own instant.</summary>
    ValueTask RunScheduleAsync(DateTimeOffset from, DateTimeOffset until);

    ValueTask StartExperimentAsync(string key, DateTimeOffset at);

    ValueTask StopExperimentAsync(string key, DateTimeOffset at);
}
