using Experiments.Database;
using Microsoft.EntityFrameworkCore;

namespace Experiments.Lifecycle;

/// <summary>A layer: experiments in it never have a unit in common.</summary>
/// <param name="Key">Its key.</param>
/// <param name="FreeTraffic">The largest block that is free for another experiment, 0 to 100.</param>
public sealed record Layer(string Key, decimal FreeTraffic);

/// <summary>Reads layers.</summary>
public sealed class LayerReader(ExperimentsDbContext context)
{
    /// <summary>Every layer, by key.</summary>
    public async Task<IReadOnlyList<Layer>> ListAsync(CancellationToken cancellation)
        => await WithFreeTrafficAsync(await context.Layers.AsNoTracking().OrderBy(layer => layer.Key).ToListAsync(cancellation), cancellation);

    /// <summary>The layers with these keys; unknown keys are left out.</summary>
    public async Task<IReadOnlyDictionary<string, Layer>> ByKeysAsync(IReadOnlyCollection<string> keys, CancellationToken cancellation)
    {
        if (keys.Count == 0)
            return new Dictionary<string, Layer>(StringComparer.Ordinal);
        var layers = await context.Layers.AsNoTracking().Where(layer => keys.Contains(layer.Key)).ToListAsync(cancellation);
        return (await WithFreeTrafficAsync(layers, cancellation)).ToDictionary(layer => layer.Key, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<Layer>> WithFreeTrafficAsync(List<LayerRow> layers, CancellationToken cancellation)
    {
        var ids = layers.Select(layer => layer.Id).ToArray();
        var blocks = await context.Experiments.AsNoTracking()
            .Where(row => row.State == ExperimentState.Running && row.LayerId != null && ids.Contains(row.LayerId.Value))
            .Select(row => new { row.LayerId, Start = row.LayerStart!.Value, Share = row.LayerShare })
            .ToListAsync(cancellation);
        var taken = blocks.ToLookup(block => block.LayerId, block => (block.Start, block.Share));
        return [.. layers.Select(layer => new Layer(layer.Key, LayerBlocks.LargestFree(taken[layer.Id])))];
    }

    internal static async Task<IReadOnlyList<(decimal Start, decimal Share)>> TakenAsync(ExperimentsDbContext context, int layer, CancellationToken cancellation)
    {
        var blocks = await context.Experiments.AsNoTracking()
            .Where(row => row.State == ExperimentState.Running && row.LayerId == layer)
            .Select(row => new { Start = row.LayerStart!.Value, Share = row.LayerShare })
            .ToListAsync(cancellation);
        return [.. blocks.Select(block => (block.Start, block.Share))];
    }
}
