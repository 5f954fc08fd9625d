using System.Collections.Frozen;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Experiments.Flags;
using Marketplace.Accounts;
using Marketplace.Contracts;
using Marketplace.Interviews;
using Marketplace.Jobs;
using Marketplace.Payments;
using Marketplace.Plans;
using Marketplace.Policies;
using Marketplace.Simulation.Model;
using Microsoft.Extensions.DependencyInjection;
using Lifecycle = Experiments.Lifecycle;

namespace Marketplace.Simulation.Stages;

/// <summary>The model played on the marketplace's own services, the same that the API calls: every rule decides and every guard looks.</summary>
internal sealed class ServiceStage(IServiceProvider services, VirtualClock clock, SimulatedSchedule schedule, Refusals refusals, Timings timings, long seed, Behaviour behaviour, int workers, CancellationToken cancellation) : IStage
{
    private const string Manager = "simulated-product-manager";
    private static readonly Caller Support = new("simulated-support", FrozenSet.ToFrozenSet([Role.Support]), null);

    private readonly PolicyBook _policies = services.GetRequiredService<PolicyBook>();
    private readonly IFlagEvaluator _flags = services.GetRequiredService<IFlagEvaluator>();
    private readonly Purse _purse = new(refusals, seed, cancellation);
    private readonly SimulatedReferrals _referrals = new(seed, behaviour, cancellation);

    public int Workers => workers;

    public ValueTask RegisterAsync(Person person, DateTimeOffset at) => ActAsync(at, async scope =>
    {
        var kind = person switch
        {
            TalentPerson { IsAgency: true } => AccountKind.Agency,
            TalentPerson => AccountKind.Freelancer,
            _ => AccountKind.Client,
        };
        var account = new NewAccount(kind, person.Name, person.Email, null, person.Country, null);
        if (person is ClientPerson client)
        {
            account = await _referrals.SignUpAsync(scope, client, account);
        }

        var registered = await scope.GetRequiredService<AccountRegistration>().RegisterAsync(account, Caller(person), cancellation);
        person.Account = Done("register", person, registered).AccountId;
    });

    public ValueTask SettleInAsync(TalentPerson talent, DateTimeOffset at) => ActAsync(at, async scope =>
    {
        Done("be verified", talent, await scope.GetRequiredService<ContactVerification>().VerifyAsync(talent.Account, ContactChannel.Email, null, Support, cancellation));
        if (talent.IsAgency)
        {
            return;
        }

        var progress = scope.GetRequiredService<TalentProgress>();
        Done("be approved", talent, await progress.ApproveProfileAsync(talent.Account, cancellation));
        if (talent.TakesTest)
        {
            Done("pass the test", talent, await progress.RecordReadinessTestAsync(talent.Account, passed: true, cancellation));
        }

        if (talent.TakesPlus)
        {
            var order = new PlanOrder(talent.Account, PlanCode.FreelancerPlus, PaymentMethod.Card, null, $"plus-{talent.Index}");
            Done("upgrade", talent, await scope.GetRequiredService<PlanChange>().ChangeAsync(order, Caller(talent), cancellation));
        }
    });

    public ValueTask PostAsync(Vacancy vacancy, DateTimeOffset at) => ActAsync(at, async scope =>
    {
        var input = new NewJob(
            vacancy.Client.Account, vacancy.Title, $"{vacancy.Title}. We would like to begin soon.", vacancy.CategoryKey, vacancy.Budget, vacancy.Featured,
            vacancy.Featured ? PaymentMethod.Card : null, null, string.Create(CultureInfo.InvariantCulture, $"s{seed}-job-{vacancy.Index}"));
        var job = Done("post a job", vacancy.Client, await scope.GetRequiredService<JobPosting>().PostAsync(input, Caller(vacancy.Client), cancellation));
        (vacancy.Job, vacancy.Tier, vacancy.Arm) = (job.JobId, job.Tier, job.TreatmentVariant);
        vacancy.StandardPrice = _policies.RateCard(_policies.At(at).Pricing.RateCard).Tiers[job.Tier - 1];
    });

    public ValueTask InviteAsync(Vacancy vacancy, TalentPerson talent, DateTimeOffset at) => ActAsync(at, async scope =>
    {
        Done("invite", vacancy.Client, await scope.GetRequiredService<JobInvitations>().InviteAsync(vacancy.Job, talent.Account, Caller(vacancy.Client), cancellation));
    });

    public ValueTask<IReadOnlyList<Offer?>> QuoteAsync(TalentPerson talent, IReadOnlyList<Vacancy> vacancies, DateTimeOffset at) => ActAsync<IReadOnlyList<Offer?>>(at, async scope =>
    {
        var jobs = await scope.GetRequiredService<JobReader>().ByIdsAsync(vacancies.Select(v => v.Job.Value), cancellation);
        var open = vacancies.Where(v => jobs[v.Job.Value].Status == JobStatus.Open).Select(v => jobs[v.Job.Value]).ToList();
        var quotes = await scope.GetRequiredService<ConnectsQuotes>().ForAsync(talent.Account, open, cancellation);
        var offers = open.Zip(quotes, (job, quote) => (job.Id, quote)).ToDictionary(p => p.Id, p => new Offer(p.quote.Connects, p.quote.Token));
        return [.. vacancies.Select(v => offers.TryGetValue(v.Job.Value, out var offer) ? offer : (Offer?)null)];
    });

    public ValueTask<IReadOnlyList<Application>> ProposeAsync(TalentPerson talent, IReadOnlyList<(Vacancy Vacancy, Offer Offer)> chosen, DateTimeOffset at) =>
        ActAsync<IReadOnlyList<Application>>(at, async scope =>
        {
            var submission = scope.GetRequiredService<ProposalSubmission>();
            var submitted = new Proposal?[chosen.Count];
            while (Array.Exists(submitted, p => p is null))
            {
                var places = Enumerable.Range(0, chosen.Count).Where(place => submitted[place] is null).ToList();
                var outcomes = await submission.SubmitManyAsync([.. places.Select(place => Input(talent, chosen[place].Vacancy, chosen[place].Offer))], Caller(talent), cancellation);
                foreach (var (place, outcome) in places.Zip(outcomes).Where(p => p.Second.Refusal is not InsufficientConnects))
                {
                    submitted[place] = Done("propose", talent, outcome).Proposal;
                }

                // One bundle, then the next attempt: it pays for several.
                if (outcomes.Select(o => o.Refusal).OfType<InsufficientConnects>().MaxBy(few => few.Required) is { } most)
                {
                    refusals.Count("propose", most);
                    await _purse.FillAsync(scope, talent, Caller(talent), most);
                }
            }

            return [.. chosen.Zip(submitted, (c, p) =>
                new Application { Talent = talent, Vacancy = c.Vacancy, At = at, Price = p!.ConnectsSpent, Invited = p.Invited, Proposal = p.Id })];
        });

    private NewProposal Input(TalentPerson talent, Vacancy vacancy, Offer offer) => new(
        vacancy.Job, talent.Account, $"I would like to work on \"{vacancy.Title}\" and have done such work before.", null, offer.Token,
        string.Create(CultureInfo.InvariantCulture, $"s{seed}-proposal-{vacancy.Index}"));

    public ValueTask<bool> InterviewAsync(Application application, DateTimeOffset at) => ActAsync(at, async scope =>
    {
        var client = application.Vacancy.Client;
        Done("start an interview", client, await scope.GetRequiredService<ProposalProgress>().StartInterviewAsync(application.Proposal, Caller(client), cancellation));
        return true;
    });

    public ValueTask DeclineAsync(Application application, DateTimeOffset at) => ActAsync(at, async scope =>
    {
        var client = application.Vacancy.Client;
        Done("decline", client, await scope.GetRequiredService<ProposalProgress>().DeclineAsync(application.Proposal, Caller(client), cancellation));
    });

    public ValueTask<bool> ReplyAsync(Application application, DateTimeOffset at) => ActAsync(at, async scope =>
    {
        var talent = application.Talent;
        Done("reply", talent, await scope.GetRequiredService<ProposalProgress>().ReplyAsync(application.Proposal, "Gladly: any evening this week.", Caller(talent), cancellation));
        return true;
    });

    public ValueTask GiveFeedbackAsync(Application application, int rating, DateTimeOffset at) => ActAsync(at, async scope =>
    {
        var talent = application.Talent;
        Done("give feedback", talent, await scope.GetRequiredService<InterviewFeedback>().SubmitAsync(application.Proposal, rating, null, Caller(talent), cancellation));
    });

    public ValueTask<bool> HireAsync(Application application, int? hours, DateTimeOffset at) => ActAsync(at, async scope =>
    {
        var client = application.Vacancy.Client;
        var contract = Done("hire", client, await scope.GetRequiredService<ContractLife>().HireAsync(application.Proposal, null, hours, Caller(client), cancellation));
        application.Contract = contract.Id;
        return true;
    });

    public ValueTask PayAsync(Application application, Money amount, int number, DateTimeOffset at) => ActAsync(at, async scope =>
    {
        var client = application.Vacancy.Client;
        var payment = new ContractPayment(application.Contract, amount, PaymentMethod.Card, null, string.Create(CultureInfo.InvariantCulture, $"s{seed}-pay-{application.Vacancy.Index}-{number}"));
        Done("pay", client, await scope.GetRequiredService<ContractPayments>().PayAsync(payment, Caller(client), cancellation));
    });

    public ValueTask EndAsync(Application application, DateTimeOffset at) => ActAsync(at, async scope =>
    {
        var client = application.Vacancy.Client;
        Done("end a contract", client, await scope.GetRequiredService<ContractLife>().EndAsync(application.Contract, Caller(client), cancellation));
    });

    public ValueTask CloseAsync(Vacancy vacancy, DateTimeOffset at) => ActAsync(at, async scope =>
    {
        Done("close a job", vacancy.Client, await scope.GetRequiredService<JobClosing>().CloseAsync(vacancy.Job, Caller(vacancy.Client), cancellation));
    });

    public string? RewardArmOf(TalentPerson talent)
    {
        var kind = talent.IsAgency ? "AGENCY" : "FREELANCER";
        var unit = new UnitContext(
            AccountUnit.Key(talent.Account), [kind], new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = kind, ["country"] = talent.Country });
        return _flags.Evaluate(ReferenceExperiments.InterviewRewardFlag, unit).Treatment?.Variant;
    }

    public async ValueTask RunScheduleAsync(DateTimeOffset from, DateTimeOffset until)
    {
        // Whatever a host that serves the same database has changed meanwhile holds from here on.
        await services.GetRequiredService<FlagSnapshotLoader>().LoadAsync(cancellation);
        await schedule.RunAsync(from, until, cancellation);
    }

    public ValueTask StartExperimentAsync(string key, DateTimeOffset at) => ActAsync(at, scope => ChangeAsync(scope, key, "start", (experiments, change) => experiments.StartAsync(change, cancellation)));

    public ValueTask StopExperimentAsync(string key, DateTimeOffset at) => ActAsync(at, scope => ChangeAsync(scope, key, "stop", (experiments, change) => experiments.StopAsync(change, cancellation)));

    private async Task ChangeAsync(
        IServiceProvider scope, string key, string what, Func<Lifecycle.ExperimentService, Lifecycle.ExperimentChange, Task<Lifecycle.Outcome<Lifecycle.Experiment>>> change)
    {
        await schedule.SettleAsync();
        var experiment = await scope.GetRequiredService<Lifecycle.ExperimentReader>().FindAsync(key, cancellation) ?? throw new InvalidOperationException($"There is no experiment '{key}'.");
        if (what == "stop" && experiment.State != Lifecycle.ExperimentState.Running)
        {
            // A guardrail was quicker, or somebody at the console.
            return;
        }

        var reason = what == "start" ? "The simulation tries it." : "Planned end of the simulated test.";
        var outcome = await change(scope.GetRequiredService<Lifecycle.ExperimentService>(), new Lifecycle.ExperimentChange(key, experiment.Version, Manager, reason));
        if (outcome.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"The experiment {key} could not {what}: {refusal.Message}");
        }
    }

    private static Caller Caller(Person person) => new(person.Subject, FrozenSet<Role>.Empty, null);

    private static T Done<T>(string what, Person who, Outcome<T> outcome) where T : class => outcome.Match(done => done, refusal => throw Refusals.Unexpected(what, who, refusal));

    private async ValueTask ActAsync(DateTimeOffset at, Func<IServiceProvider, Task> act, [CallerMemberName] string what = "") =>
        await ActAsync(at, async scope =>
        {
            await act(scope);
            return true;
        }, what);

    private async ValueTask<T> ActAsync<T>(DateTimeOffset at, Func<IServiceProvider, Task<T>> act, [CallerMemberName] string what = "")
    {
        var began = Stopwatch.GetTimestamp();
        clock.SetHere(at);
        await using var scope = services.CreateAsyncScope();
        var done = await act(scope.ServiceProvider);
        timings.Add(what, began);
        return done;
    }
}
