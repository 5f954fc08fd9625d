using Microsoft.FeatureManagement;

namespace Experiments.Flags;

/// <summary>Lets the library itself, and all that is built on it, read the same snapshot.</summary>
internal sealed class SnapshotDefinitionProvider(FlagSnapshots snapshots) : IFeatureDefinitionProvider
{
    public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName)
        // The library takes null for a feature it does not know.
        => Task.FromResult(snapshots.Current.LibraryDefinitions.GetValueOrDefault(featureName)!);

    public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
    {
        await Task.CompletedTask;
        foreach (var definition in snapshots.Current.LibraryDefinitions.Values)
            yield return definition;
    }
}
