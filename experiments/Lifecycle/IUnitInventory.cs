namespace Experiments.Lifecycle;

/// <summary>
/// Given by the host for a kind of unit of which there are few (job categories: twelve). Hashing a dozen things is no randomization,
/// so experiments on such units draw their arms at the start among exactly these.
/// </summary>
public interface IUnitInventory
{
    /// <summary>The kind of unit it lists.</summary>
    ExperimentUnit Unit { get; }

    /// <summary>Every unit there is, with its recent volume.</summary>
    Task<IReadOnlyList<UnitVolume>> ListAsync(CancellationToken cancellation);
}

/// <summary>One of few units.</summary>
/// <param name="Unit">Its key.</param>
/// <param name="Volume">How much happened in it lately; only the order matters, so that alike units are paired.</param>
public readonly record struct UnitVolume(string Unit, decimal Volume);
