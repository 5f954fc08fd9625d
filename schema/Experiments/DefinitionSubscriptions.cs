using Experiments.Flags;
using Experiments.Lifecycle;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Schema.Experiments;

[SubscriptionType]
public static class DefinitionSubscriptions
{
    /// <summary>
    /// The flags that were created or changed, each as it stands now, once this node evaluates by them: also when an experiment on a flag starts or stops. Nothing comes at the start: query
    /// `flags` first, and again after every reconnect. Changes close to each other may come as one event.
    /// </summary>
    [Authorize(Policy = Policies.ExperimentReader)]
    [Subscribe(With = nameof(WatchFlagsAsync))]
    public static async Task<IReadOnlyList<Flag>> FlagsChangedAsync([EventMessage] IReadOnlyList<string> keys, FlagReader flags, CancellationToken cancellation)
    {
        var found = await flags.ByKeysAsync(keys, cancellation);
        return [.. found.Values.OrderBy(f => f.Key, StringComparer.Ordinal)];
    }

    /// <summary>
    /// The experiment as it stands each time it changed, on whatever node. Nothing comes at the start: query the experiment first, and again after every reconnect. Changes close to each other
    /// may come as one event, and an event may come though nothing has changed.
    /// </summary>
    [Authorize(Policy = Policies.ExperimentReader)]
    [Subscribe(With = nameof(WatchExperimentAsync))]
    public static async Task<Experiment> ExperimentChangedAsync([EventMessage] string watched, ExperimentReader experiments, CancellationToken cancellation) =>
        await experiments.FindAsync(watched, cancellation) ?? throw new GraphQLException($"There is no experiment '{watched}'.", "NOT_FOUND");

    private static async Task<IAsyncEnumerable<IReadOnlyList<string>>> WatchFlagsAsync(ITopicEventReceiver topics, FlagSnapshots snapshots, CancellationToken cancellation)
    {
        var seen = snapshots.Current;
        var messages = await topics.SubscribeAsync(DefinitionEvents.Flags, cancellation);
        return Events();

        async IAsyncEnumerable<IReadOnlyList<string>> Events()
        {
            await foreach (var _ in messages)
            {
                // Told by what differs from what this subscriber knows: however many messages became one, no flag is left out.
                var current = snapshots.Current;
                var changed = current.ChangedSince(seen).FlagKeys;
                seen = current;
                if (changed.Count > 0)
                {
                    yield return changed;
                }
            }
        }
    }

    private static Task<IAsyncEnumerable<string>> WatchExperimentAsync(string key, TopicWatch watch, CancellationToken cancellation) =>
        watch.FollowAsync(
            DefinitionEvents.Experiment(key), key, async (services, c) => await ExperimentChangedAsync(key, services.GetRequiredService<ExperimentReader>(), c), each: null, cancellation);
}
