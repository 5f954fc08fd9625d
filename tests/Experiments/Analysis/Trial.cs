using Experiments.Analysis;
using Experiments.Flags;
using Experiments.Lifecycle;
using Experiments.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Experiments.Tests.Analysis;

/// <summary>A node on which an experiment by account runs, from the clock's first instant.</summary>
public sealed class Trial : IAsyncDisposable
{
    public const string Key = "trial";

    private Trial(Node node, Experiment experiment)
    {
        Node = node;
        Experiment = experiment;
    }

    public Node Node { get; }

    public Experiment Experiment { get; private set; }

    public DateTimeOffset Start => Experiment.StartedAt!.Value;

    public ExperimentResultsService Results => Node.Services.GetRequiredService<ExperimentResultsService>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Trial> StartAsync(
        string primary = "connects-spent",
        string[]? secondary = null,
        Guardrail[]? guardrails = null,
        string[]? arms = null,
        Action<IServiceCollection>? configure = null,
        Action<ExperimentsOptions>? options = null)
    {
        arms ??= ["standard", "doubled"];
        var node = await Node.StartAsync(configure: configure, options: options);
        await node.Services.GetRequiredService<ReferenceDataWriter>().EnsureAsync(Samples.Reference, Cancellation);
        var flag = Samples.Flag("trial-flag") with { Variants = [.. arms.Select(arm => new FlagVariant(arm, Samples.Json("{}")))], DefaultVariant = arms[0], OffVariant = arms[0] };
        (await node.FlagService.CreateAsync(flag, "pm", Cancellation)).Value();
        var weight = decimal.Floor(100m / arms.Length);
        var draft = Samples.Draft(Key, ExperimentUnit.Account, "trial-flag") with
        {
            Arms = [.. arms.Select((arm, index) => new ExperimentArm(arm, index == 0 ? 100 - weight * (arms.Length - 1) : weight, Control: index == 0))],
            PrimaryMetric = primary,
            SecondaryMetrics = secondary,
            Guardrails = guardrails,
        };
        (await node.Experiments.CreateAsync(draft, "pm", Cancellation)).Value();
        return new Trial(node, (await node.Experiments.StartAsync(Samples.Change(Key), Cancellation)).Value());
    }

    public async Task StopAsync() => Experiment = (await Node.Experiments.StopAsync(Samples.Change(Key, Experiment.Version), Cancellation)).Value();

    public async Task<ExperimentResults> ComputeAsync() => (await Results.ComputeAsync(Key, Cancellation)).ShouldNotBeNull();

    /// <summary>What somebody who looks at the experiment is answered.</summary>
    public async Task<ExperimentResults?> NewestAsync()
    {
        var experiment = (await Node.ExperimentReader.FindAsync(Key, Cancellation)).ShouldNotBeNull();
        return (await Results.NewestAsync([experiment], Cancellation)).GetValueOrDefault(experiment.Id);
    }

    /// <summary>So many accounts in each arm, each with one charge of its own amount an hour after the start.</summary>
    public async Task PopulateAsync(int perArm, Func<string, int, decimal> connects)
    {
        var happenings = new List<Happening>();
        var number = 0L;
        foreach (var arm in Experiment.Arms)
        {
            for (var unit = 0; unit < perArm; unit++)
            {
                await Node.ExposeAsync(Key, Units.Account(++number), arm.Variant, Start.AddHours(1));
                happenings.Add(new Happening("connects-spent", Start.AddHours(1), connects(arm.Variant, unit), number));
            }
        }

        await Node.HappenAsync(happenings);
        Node.Clock.Advance(TimeSpan.FromHours(2));
    }

    public ValueTask DisposeAsync() => Node.DisposeAsync();
}
