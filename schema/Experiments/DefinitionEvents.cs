using Experiments.Flags;
using Microsoft.Extensions.Hosting;

namespace Marketplace.Schema.Experiments;

/// <summary>Tells this node's subscriptions when it has taken over changed flags and experiments; every node does so by itself.</summary>
internal sealed class DefinitionEvents(FlagSnapshots snapshots, TopicHub hub) : IHostedService
{
    public const string Flags = "flags";

    public static string Experiment(string key) => $"experiment:{key}";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        snapshots.Changed += Tell;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        snapshots.Changed -= Tell;
        return Task.CompletedTask;
    }

    private void Tell(object? sender, DefinitionsChangedEventArgs change)
    {
        if (change.Changes.FlagKeys.Count > 0)
        {
            hub.Deliver(Flags, "");
        }

        foreach (var key in change.Changes.ExperimentKeys)
        {
            hub.Deliver(Experiment(key), "");
        }
    }
}
