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
    {
        var layers = await context.Layers.AsNoTracking().OrderBy(layer => layer.Key).ToListAsync(cancellation);
        var blocks = await context.Experiments.AsNoTracking()
            .Where(row => row.State == ExperimentState.Running && row.LayerId != null)
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
