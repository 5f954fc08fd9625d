using Experiments.Lifecycle;

namespace Marketplace.Schema.Experiments;

[ObjectType<Layer>]
[Authorize(Policy = Policies.ExperimentReader)]
public static class LayerType
{
    /// <summary>The experiments of this layer in any state, newest first; those that run hold a block of it.</summary>
    [BatchResolver]
    public static async Task<IReadOnlyList<IReadOnlyList<Experiment>>> GetExperimentsAsync([Parent] IReadOnlyList<Layer> layers, ExperimentReader experiments, CancellationToken cancellation)
    {
        var found = await experiments.ByLayersAsync([.. layers.Select(l => l.Key).Distinct()], cancellation);
        return [.. layers.Select(l => (IReadOnlyList<Experiment>)[.. found[l.Key]])];
    }
}

[QueryType]
public static class LayerQueries
{
    /// <summary>The layers that experiments share, by key. Naming a new one in createExperiment makes it.</summary>
    [Authorize(Policy = Policies.ExperimentReader)]
    [ListSize(AssumedSize = 100)]
    public static Task<IReadOnlyList<Layer>> GetLayersAsync(LayerReader layers, CancellationToken cancellation) => layers.ListAsync(cancellation);
}
