using System.Collections.Concurrent;
using System.Data;
using Experiments.Database;
using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Flags;

public sealed class DefinitionChangesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Starting_an_experiment_changes_it_and_its_flag_and_nothing_else()
    {
        await using var node = await Node.StartSeededAsync();
        var told = new BlockingCollection<DefinitionChanges>();
        node.Snapshots.Changed += (_, changed) => told.Add(changed.Changes, CancellationToken.None);
        await node.FlagService.CreateAsync(Samples.Flag("bystander"), "pm", Cancellation);
        // The listener may be first to take a change over, and tells of it on its own thread: what is told of the bystander must not be taken for what is told of the start.
        Next().FlagKeys.ShouldContain("bystander");
        var before = node.Snapshots.Current;

        var started = (await node.Experiments.StartAsync(Samples.Change(), Cancellation)).Value!;

        var change = Next();
        told.ShouldBeEmpty();
        change.FlagKeys.ShouldBe([Samples.RateCard]);
        change.ExperimentKeys.ShouldBe([started.Key]);
        node.Snapshots.Current.ChangedSince(before).FlagKeys.ShouldBe([Samples.RateCard]);
        node.Snapshots.Current.ChangedSince(node.Snapshots.Current).ShouldSatisfyAllConditions(c => c.FlagKeys.ShouldBeEmpty(), c => c.ExperimentKeys.ShouldBeEmpty());

        DefinitionChanges Next()
        {
            told.TryTake(out var next, TimeSpan.FromSeconds(60)).ShouldBeTrue();
            return next!;
        }
    }

    [Fact]
    public async Task Another_node_is_told_of_a_new_flag()
    {
        await using var database = await Databases.CreateAsync();
        await using var writer = await Node.StartAsync(database);
        await using var other = await Node.StartAsync(database, pollInterval: TimeSpan.FromMilliseconds(100));
        var told = new ConcurrentQueue<string>();
        using var heard = new SemaphoreSlim(0);
        other.Snapshots.Changed += (_, changed) =>
        {
            foreach (var key in changed.Changes.FlagKeys)
                told.Enqueue(key);
            heard.Release();
        };

        await writer.FlagService.CreateAsync(Samples.Flag("news"), "pm", Cancellation);

        (await heard.WaitAsync(TimeSpan.FromSeconds(60), Cancellation)).ShouldBeTrue();
        told.ShouldBe(["news"]);
    }

    [Fact]
    public async Task What_a_transaction_evaluates_agrees_with_what_it_reads()
    {
        await using var node = await Node.StartSeededAsync();
        await using var context = await node.Services.GetRequiredService<IDbContextFactory<ExperimentsDbContext>>().CreateDbContextAsync(Cancellation);
        var loader = node.Services.GetRequiredService<FlagSnapshotLoader>();
        var experiments = new ExperimentReader(context);
        await using var transaction = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, Cancellation);
        var key = Samples.Change().Key;
        (await experiments.FindAsync(key, Cancellation))!.State.ShouldBe(ExperimentState.Draft);

        await node.Experiments.StartAsync(Samples.Change(), Cancellation);

        (await experiments.FindAsync(key, Cancellation))!.State.ShouldBe(ExperimentState.Draft);
        var seen = await loader.AsSeenByAsync(context, Cancellation);
        seen.Version.ShouldBeLessThan(node.Snapshots.Version);
        Categories.Keys.ShouldAllBe(category => seen.Evaluate(Samples.RateCard, category).Treatment == null);
        Categories.Keys.ShouldContain(category => node.Snapshots.Current.Evaluate(Samples.RateCard, category).Treatment != null);

        await transaction.CommitAsync(Cancellation);
        (await loader.AsSeenByAsync(context, Cancellation)).ShouldBeSameAs(node.Snapshots.Current);
        await using var later = await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, Cancellation);
        (await loader.AsSeenByAsync(context, Cancellation)).ShouldBeSameAs(node.Snapshots.Current);
    }
}
