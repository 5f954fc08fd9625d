using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Lifecycle;

public sealed class ReferenceDataWriterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Writing_it_again_leaves_what_product_managers_did()
    {
        await using var node = await Node.StartSeededAsync();
        await node.Experiments.StartAsync(Samples.Change(), Cancellation);
        var version = node.Snapshots.Version;

        await node.Services.GetRequiredService<ReferenceDataWriter>().EnsureAsync(Samples.Reference, Cancellation);

        (await node.ExperimentReader.FindAsync(Samples.DoubleRateCard, Cancellation))!.State.ShouldBe(ExperimentState.Running);
        (await node.ExperimentReader.CountAsync(new(), Cancellation)).ShouldBe(1);
        (await node.QueryAsync<long>("select version from experiments.state_version")).ShouldBe(version);
        Categories.Keys.Count(category => node.Flags.Evaluate(Samples.RateCard, category).Variant == "doubled").ShouldBe(6);
    }

    [Fact]
    public async Task Nodes_that_start_at_once_write_it_once()
    {
        await using var database = await Databases.CreateAsync();
        await using var one = await Node.StartAsync(database);
        await using var other = await Node.StartAsync(database);

        await Task.WhenAll(new[] { one, other, one, other }.Select(node => node.Services.GetRequiredService<ReferenceDataWriter>().EnsureAsync(Samples.Reference, Cancellation)));

        (await one.QueryAsync<long>("select count(*) from experiments.audit_entry")).ShouldBe(2);
    }

    [Fact]
    public async Task Metrics_follow_the_host()
    {
        await using var node = await Node.StartSeededAsync();
        var renamed = Samples.Reference with { Metrics = [Samples.Reference.Metrics[0] with { Name = "Connects used" }] };

        await node.Services.GetRequiredService<ReferenceDataWriter>().EnsureAsync(renamed, Cancellation);

        (await node.Services.GetRequiredService<MetricReader>().ByKeysAsync(["connects-spent"], Cancellation))["connects-spent"].Name.ShouldBe("Connects used");
    }

    [Fact]
    public async Task Data_that_makes_no_sense_fails_the_start_by_name_and_writes_nothing()
    {
        await using var node = await Node.StartAsync();
        var broken = Samples.Reference with { Experiments = [Samples.Draft() with { PrimaryMetric = "happiness" }] };

        var failure = await Should.ThrowAsync<ArgumentException>(() => node.Services.GetRequiredService<ReferenceDataWriter>().EnsureAsync(broken, Cancellation));

        failure.Message.ShouldContain("happiness");
        (await node.FlagReader.ListAsync(Cancellation)).ShouldBeEmpty();
    }
}
