using System.Diagnostics;
using System.Text.Json;
using Experiments.Database;
using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Experiments.Tests.Lifecycle;

/// <summary>Two nodes, several product managers, one database.</summary>
public sealed class EditingRaceTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private Node one = null!;
    private Node other = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await Databases.CreateAsync();
        one = await NodeAsync();
        await one.Services.GetRequiredService<ReferenceDataWriter>().EnsureAsync(Samples.Reference, Cancellation);
        other = await NodeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await other.DisposeAsync();
        await one.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Of_those_who_edit_one_version_one_wins_and_the_others_are_told_the_new_one()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(person => Service(person).UpdateAsync(new(Change(1, person), Name: $"Name of {person}"), Cancellation)));

        var winner = outcomes.Where(outcome => outcome.Refusal is null).ShouldHaveSingleItem().Value!;
        outcomes.Count(outcome => outcome.Refusal is VersionConflict { CurrentVersion: 2 }).ShouldBe(9);
        (await one.ExperimentReader.FindAsync(Samples.DoubleRateCard, Cancellation))!.ShouldBeEquivalentTo(winner);
        (await one.Audit.ListAsync(new(Action: "experiment.updated"), new(100), Cancellation)).Items.ShouldHaveSingleItem().After!.Value.GetProperty("name").GetString().ShouldBe(winner.Name);
    }

    [Fact]
    public async Task Whoever_reads_again_and_tries_again_loses_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async person =>
        {
            while (true)
            {
                var seen = (await ReaderAsync(person))!;
                var outcome = await Service(person).UpdateAsync(new(Change(seen.Version, person), Hypothesis: $"{seen.Hypothesis} Says {person}."), Cancellation);
                if (outcome.Refusal is null)
                    return;
                outcome.Refusal.ShouldBeOfType<VersionConflict>().CurrentVersion.ShouldBeGreaterThan(seen.Version);
            }
        }));

        var edited = (await one.ExperimentReader.FindAsync(Samples.DoubleRateCard, Cancellation))!;
        edited.Version.ShouldBe(9);
        for (var person = 0; person < 8; person++)
            edited.Hypothesis.ShouldContain($"Says {person}.");
        var entries = (await one.Audit.ListAsync(new(Action: "experiment.updated"), new(100), Cancellation)).Items.Reverse().ToArray();
        foreach (var (earlier, later) in entries.Zip(entries.Skip(1)))
            JsonElement.DeepEquals(earlier.After!.Value, later.Before!.Value).ShouldBeTrue();
    }

    [Fact]
    public async Task A_start_against_a_stop_leaves_one_experiment_or_none_running()
    {
        for (var round = 0; round < 8; round++)
        {
            var (first, second) = ($"first-{round}", $"second-{round}");
            foreach (var key in new[] { first, second })
                (await one.Experiments.CreateAsync(Samples.Draft(key, ExperimentUnit.Account), "pm", Cancellation)).Value();
            (await one.Experiments.StartAsync(Samples.Change(first), Cancellation)).Value();

            var outcomes = await Task.WhenAll(
                one.Experiments.StopAsync(Samples.Change(first, 2), Cancellation),
                other.Experiments.StartAsync(Samples.Change(second), Cancellation),
                ScopedAsync(other, service => service.StopAsync(Samples.Change(first, 2), Cancellation)),
                ScopedAsync(one, service => service.StartAsync(Samples.Change(second), Cancellation)));

            new[] { outcomes[0], outcomes[2] }.Count(outcome => outcome.Refusal is null).ShouldBe(1);
            new[] { outcomes[0], outcomes[2] }.Count(outcome => outcome.Refusal is VersionConflict { CurrentVersion: 3 }).ShouldBe(1);
            new[] { outcomes[1], outcomes[3] }.Count(outcome => outcome.Refusal is null).ShouldBeLessThanOrEqualTo(1);
            new[] { outcomes[1], outcomes[3] }.ShouldAllBe(outcome => outcome.Refusal == null || outcome.Refusal is VersionConflict || outcome.Refusal is WrongState);
            var running = await one.QueryAsync<long>("select count(*) from experiments.experiment where state = 'RUNNING'");
            running.ShouldBe(outcomes[1].Refusal is null || outcomes[3].Refusal is null ? 1 : 0);
            if (running == 1)
                (await one.Experiments.StopAsync(Samples.Change(second, 2), Cancellation)).Value();
        }
    }

    [Fact]
    public async Task Two_who_grow_one_experiment_grow_it_once_for_each_version()
    {
        (await one.Experiments.CreateAsync(Samples.Draft("growing", ExperimentUnit.Account) with { Traffic = 10 }, "pm", Cancellation)).Value();
        (await one.Experiments.StartAsync(Samples.Change("growing"), Cancellation)).Value();

        var outcomes = await Task.WhenAll(
            one.Experiments.ChangeTrafficAsync(Samples.Change("growing", 2), 30, Cancellation),
            other.Experiments.ChangeTrafficAsync(Samples.Change("growing", 2), 60, Cancellation));

        outcomes.Count(outcome => outcome.Refusal is null).ShouldBe(1);
        outcomes.Count(outcome => outcome.Refusal is VersionConflict { CurrentVersion: 3 }).ShouldBe(1);
    }

    [Fact]
    public async Task While_traffic_grows_whoever_is_evaluated_never_changes_sides_on_any_node()
    {
        (await one.Experiments.CreateAsync(Samples.Draft("growing", ExperimentUnit.Account) with { Traffic = 5 }, "pm", Cancellation)).Value();
        (await one.Experiments.StartAsync(Samples.Change("growing"), Cancellation)).Value();
        using var grown = new CancellationTokenSource();
        var readers = new[] { one, other }.Select(node => Task.Run(() =>
        {
            var arms = new string?[3_000];
            do
            {
                for (var unit = 0; unit < arms.Length; unit++)
                {
                    var arm = node.Flags.Evaluate(Samples.RateCard, $"account-{unit}").Treatment?.Variant;
                    if (arms[unit] is { } before)
                        arm.ShouldBe(before, $"account-{unit}");
                    arms[unit] = arm;
                }
            }
            while (!grown.IsCancellationRequested);
        }, Cancellation)).ToArray();

        for (var step = 1; step <= 19; step++)
            (await one.Experiments.ChangeTrafficAsync(Samples.Change("growing", step + 1), 5 + 5 * step, Cancellation)).Value();
        await grown.CancelAsync();

        await Task.WhenAll(readers);
    }

    [Fact]
    public async Task A_node_that_dies_after_the_commit_and_before_it_tells_anybody_is_still_seen_by_the_others()
    {
        // All that a start writes, committed; no NOTIFY, and this node never reads it back.
        await using (var change = await one.Services.GetRequiredService<StateChanges>().BeginAsync(Cancellation))
        {
            var row = await change.Context.Experiments.Include(row => row.Arms).SingleAsync(Cancellation);
            var flag = await change.Context.Flags.SingleAsync(Cancellation);
            (await new ExperimentAssignment([new Categories()]).WriteAsync(change, row, flag, Cancellation)).ShouldBeNull();
            (row.State, row.StartedAt) = (ExperimentState.Running, change.At);
            row.Version++;
            await change.Context.SaveChangesAsync(Cancellation);
            await change.Context.Database.CommitTransactionAsync(Cancellation);
        }

        var watch = Stopwatch.StartNew();
        while (other.Flags.Evaluate(Samples.RateCard, "legal").Treatment is null)
        {
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
            await Task.Delay(10, Cancellation);
        }

        Categories.Keys.Count(category => other.Flags.Evaluate(Samples.RateCard, category).Variant == "doubled").ShouldBe(6);
    }

    private static ExperimentChange Change(int version, int person) => new(Samples.DoubleRateCard, version, $"pm-{person}@example.com", "It reads better");

    private Task<Node> NodeAsync() => Node.StartAsync(database, TimeSpan.FromMilliseconds(50), services => services.AddSingleton<IUnitInventory>(new Categories()));

    private ExperimentService Service(int person) => (person % 2 == 0 ? one : other).Experiments;

    // A reader has a connection of its own for each who reads.
    private async Task<Experiment?> ReaderAsync(int person)
    {
        await using var scope = (person % 2 == 0 ? one : other).Services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ExperimentReader>().FindAsync(Samples.DoubleRateCard, Cancellation);
    }

    private static async Task<Outcome<Experiment>> ScopedAsync(Node node, Func<ExperimentService, Task<Outcome<Experiment>>> act)
    {
        await using var scope = node.Services.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<ExperimentService>());
    }
}
