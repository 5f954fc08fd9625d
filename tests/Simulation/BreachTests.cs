using Experiments.Flags;
using Experiments.Lifecycle;
using Marketplace.Policies;
using Marketplace.Simulation.Model;
using Marketplace.Simulation.Stages;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;

namespace Marketplace.Simulation.Tests;

public sealed class BreachTests
{
    [Fact]
    public async Task An_experiment_that_does_harm_stops_itself_and_one_that_somebody_stops_early_stays_stopped()
    {
        await using var database = await MigratedDatabase.CreateAsync();
        var options = PlayedMarketplace.Options with { Proposals = 450, Days = 12, Breach = true };
        // Almost everybody meets the reward within days.
        var behaviour = Behaviour.Harmful with { LeastInterviewRate = 0.6, MostInterviewRate = 0.6, HireRate = 0, FeedbackRate = 0 };

        var report = await Simulator.RunAsync(database.ConnectionString, options, behaviour, PolicyBook.Default(), day =>
        {
            // A guardrail that even a handful of people pass: what is played is the stop, and the statistics have tests of their own.
            if (day.Day == 1)
            {
                Execute(database, """
                    update experiments.experiment set guardrails = '[{"metric": "interviews-won", "maximumHarm": -50, "stopsExperiment": true}]' where key = 'interview-reward'
                    """);
            }

            // Somebody stops the other one at the console of a host that serves the same database, before its planned end.
            if (day.Day == 8)
            {
                Stop(database, options, "double-rate-card", day.Days - day.Day).GetAwaiter().GetResult();
            }
        }, CancellationToken.None);

        var breach = report.Breaches["interview-reward"].ShouldHaveSingleItem(SimulationText.Summary(report, ""));
        (breach.Metric, breach.Variant).ShouldBe(("interviews-won", "randomized"));
        breach.Reason.ShouldStartWith("Guardrail: Interviews won (interviews-won) in arm 'randomized' is ");
        (await PlayedMarketplace.RowsAsync(database, """
            select e.state, a.actor, a.reason from experiments.experiment e join experiments.audit_entry a on a.subject = 'experiment:' || e.key and a.action = 'experiment.stopped'
            where e.key in ('double-rate-card', 'interview-reward') order by e.key
            """)).ShouldBe(["STOPPED somebody Seen enough.", $"STOPPED system {breach.Reason}"]);
        var text = SimulationText.Summary(report, "http://localhost:5080");
        text.ShouldContain("when a guardrail stopped it");
        text.ShouldContain(breach.Reason);
        text.ShouldContain("when somebody stopped it");
        report.Health.Discrepancies.ShouldBeEmpty();
    }

    private static async Task Stop(TestDatabase database, SimulationOptions options, string key, int daysBeforeTheEnd)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var clock = new VirtualClock(source, options.Until!.Value.AddDays(-daysBeforeTheEnd));
        await using var services = Simulator.Services(source, source, clock, PolicyBook.Default(), options);
        await services.GetRequiredService<FlagSnapshotLoader>().LoadAsync(CancellationToken.None);
        await using var scope = services.CreateAsyncScope();
        var running = await scope.ServiceProvider.GetRequiredService<ExperimentReader>().FindAsync(key, CancellationToken.None);
        var stopped = await scope.ServiceProvider.GetRequiredService<ExperimentService>().StopAsync(new ExperimentChange(key, running!.Version, "somebody", "Seen enough."), CancellationToken.None);
        stopped.Refusal.ShouldBeNull();
    }

    private static void Execute(TestDatabase database, string sql)
    {
        using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        using var command = owner.CreateCommand(sql);
        command.ExecuteNonQuery().ShouldBe(1);
    }
}
