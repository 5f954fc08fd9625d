using Experiments.Flags;

namespace Experiments.Lifecycle;

/// <summary>
/// Given by the host for each flag that its own code reads: the values of its variants must be ones that this code understands, whoever
/// edits the flag.
/// </summary>
public interface IHostFlag
{
    /// <summary>The flag.</summary>
    string FlagKey { get; }

    /// <summary>What the host evaluates the flag for.</summary>
    ExperimentUnit Unit { get; }

    /// <summary>What is wrong with a variant's configuration and what would be right, in a sentence; null when the host can read it.</summary>
    string? Problem(FlagVariant variant);

    /// <summary>How many open quotes, prices or promises that were given under this flag belong to these units.</summary>
    /// <param name="units">Keys of units that would get another variant; at most some thousands at once.</param>
    /// <param name="cancellation">Ends the counting.</param>
    Task<int> OpenQuotesAsync(IReadOnlyCollection<string> units, CancellationToken cancellation) => Task.FromResult(0);
}

/// <summary>Given by the host for a kind of unit: which of them were active lately, however many.</summary>
public interface IRecentUnits
{
    /// <summary>The kind of unit it lists.</summary>
    ExperimentUnit Unit { get; }

    /// <summary>Every unit that did something since then, each once, with its groups and attributes; they are read one by one and never held all at once.</summary>
    IAsyncEnumerable<UnitContext> SinceAsync(DateTimeOffset since, CancellationToken cancellation);
}
