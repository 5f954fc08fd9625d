using Experiments.Analysis;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Analysis;

public sealed class GuardrailTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Harm_beyond_the_limit_stops_the_experiment_says_why_and_tells_those_who_run_it()
    {
        var told = new Told();
        await using var trial = await HarmfulAsync(new Guardrail("connects-spent", 0.05m, StopsExperiment: true), told);

        await trial.ComputeAsync();

        var stopped = (await trial.Node.ExperimentReader.FindAsync(Trial.Key, Cancellation)).ShouldNotBeNull();
        stopped.State.ShouldBe(ExperimentState.Stopped);
        trial.Node.Flags.Evaluate("trial-flag", Units.Account(1)).Treatment.ShouldBeNull();
        var entry = (await trial.Node.Audit.ListAsync(new AuditFilter(Subject: "experiment:trial", Action: "experiment.stopped"), new PageRequest(10), Cancellation)).Items.ShouldHaveSingleItem();
        entry.Actor.ShouldBe("system");
        var reason = entry.Reason.ShouldNotBeNull();
        reason.ShouldStartWith("Guardrail: Connects spent (connects-spent) in arm 'doubled' is at least ");
        reason.ShouldEndWith(" percent worse than control and the limit is 5 percent.");
        told.Breaches.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            alert => alert.Experiment.State.ShouldBe(ExperimentState.Stopped),
            alert => alert.Breach.Reason.ShouldBe(reason),
            alert => alert.Breach.MaximumHarm.ShouldBe(0.05m));

        await trial.ComputeAsync();
        told.Breaches.Count.ShouldBe(1);
        (await trial.Results.BreachesAsync([trial.Experiment.Id], Cancellation))[trial.Experiment.Id].ShouldHaveSingleItem().Metric.ShouldBe("connects-spent");
    }

    [Fact]
    public async Task A_guardrail_that_only_warns_leaves_it_running()
    {
        var told = new Told();
        await using var trial = await HarmfulAsync(new Guardrail("connects-spent", 0.05m, StopsExperiment: false), told);

        await trial.ComputeAsync();

        (await trial.Node.ExperimentReader.FindAsync(Trial.Key, Cancellation))!.State.ShouldBe(ExperimentState.Running);
        told.Breaches.ShouldHaveSingleItem().Experiment.State.ShouldBe(ExperimentState.Running);
        (await LoggedAsync(trial)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            entry => entry.Actor.ShouldBe("system"), entry => entry.Reason.ShouldBe(told.Breaches[0].Breach.Reason), entry => entry.After!.Value.GetProperty("variant").GetString().ShouldBe("doubled"));
    }

    [Fact]
    public async Task What_was_passed_once_stops_it_later_too_when_it_is_told_to_or_nobody_could_then()
    {
        var told = new Told();
        await using var trial = await HarmfulAsync(new Guardrail("connects-spent", 0.05m, StopsExperiment: false), told);
        await trial.ComputeAsync();
        (await trial.Node.Experiments.UpdateAsync(new(Samples.Change(Trial.Key, 2), Guardrails: [new("connects-spent", 0.05m, StopsExperiment: true)]), Cancellation)).Value();
        // By now the arm that did harm spends as much as the other.
        await trial.Node.HappenAsync(Enumerable.Range(201, 200).Select(account => new Happening("connects-spent", trial.Start.AddHours(1), 5, account)));

        (await trial.ComputeAsync()).Analysis.Guardrails.ShouldHaveSingleItem().Breached.ShouldBeFalse();

        (await trial.Node.ExperimentReader.FindAsync(Trial.Key, Cancellation))!.State.ShouldBe(ExperimentState.Stopped);
        var stopped = (await trial.Node.Audit.ListAsync(new AuditFilter(Subject: "experiment:trial", Action: "experiment.stopped"), new PageRequest(10), Cancellation)).Items.ShouldHaveSingleItem();
        (stopped.Actor, stopped.Reason).ShouldBe(("system", (await LoggedAsync(trial)).ShouldHaveSingleItem().Reason));
        told.Breaches.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Harm_within_the_limit_is_borne()
    {
        var told = new Told();
        await using var trial = await HarmfulAsync(new Guardrail("connects-spent", 0.9m, StopsExperiment: true), told);

        await trial.ComputeAsync();

        (await trial.Node.ExperimentReader.FindAsync(Trial.Key, Cancellation))!.State.ShouldBe(ExperimentState.Running);
        told.Breaches.ShouldBeEmpty();
        (await trial.Results.BreachesAsync([trial.Experiment.Id], Cancellation))[trial.Experiment.Id].ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_less_is_better_more_is_harm()
    {
        var told = new Told();
        await using var trial = await Trial.StartAsync("connects-spent", guardrails: [new Guardrail("refunds", 0.1m, StopsExperiment: true)], configure: services => services.AddSingleton<IGuardrailAlerts>(told));
        await trial.PopulateAsync(100, (_, unit) => unit % 7);
        await trial.Node.HappenAsync(Enumerable.Range(1, 200).Select(account => new Happening("refunds", trial.Start.AddHours(1), account > 100 ? 20 + account % 5 : 10 + account % 5, account)));

        await trial.ComputeAsync();

        told.Breaches.ShouldHaveSingleItem().Breach.ShouldSatisfyAllConditions(breach => breach.Metric.ShouldBe("refunds"), breach => breach.Variant.ShouldBe("doubled"));
    }

    [Fact]
    public async Task Nobody_who_could_be_reached_is_told_again_until_somebody_is()
    {
        var told = new Told { Fails = true };
        await using var trial = await HarmfulAsync(new Guardrail("connects-spent", 0.05m, StopsExperiment: true), told);

        await trial.ComputeAsync();
        told.Breaches.ShouldBeEmpty();
        (await trial.Node.ExperimentReader.FindAsync(Trial.Key, Cancellation))!.State.ShouldBe(ExperimentState.Stopped);

        told.Fails = false;
        await trial.ComputeAsync();
        told.Breaches.Count.ShouldBe(1);
    }

    private static async Task<IReadOnlyList<AuditEntry>> LoggedAsync(Trial trial)
        => (await trial.Node.Audit.ListAsync(new AuditFilter(Subject: "experiment:trial", Action: "experiment.guardrailBreached"), new PageRequest(10), Cancellation)).Items;

    private static async Task<Trial> HarmfulAsync(Guardrail guardrail, Told told)
    {
        var trial = await Trial.StartAsync("proposals", guardrails: [guardrail], configure: services => services.AddSingleton<IGuardrailAlerts>(told));
        await trial.PopulateAsync(200, (arm, unit) => (arm == "doubled" ? 5 : 10) + unit % 5);
        return trial;
    }

    private sealed class Told : IGuardrailAlerts
    {
        public List<(Experiment Experiment, GuardrailBreach Breach)> Breaches { get; } = [];

        public bool Fails { get; set; }

        public Task TellAsync(Experiment experiment, GuardrailBreach breach, CancellationToken cancellation)
        {
            if (Fails)
                throw new InvalidOperationException("The mail server is away.");
            Breaches.Add((experiment, breach));
            return Task.CompletedTask;
        }
    }
}
