namespace Experiments.Flags;

/// <summary>
/// Evaluates flags in memory, with the same outcome as Microsoft.FeatureManagement on the same definitions. Whoever evaluates several
/// flags that must agree takes <see cref="FlagSnapshots.Current"/> once and evaluates on it.
/// </summary>
public interface IFlagEvaluator
{
    /// <summary>Evaluates one flag for a unit known only by its key; nothing is put on the heap.</summary>
    /// <exception cref="UnknownFlagException">No flag has this key.</exception>
    /// <exception cref="ArgumentException"><paramref name="unitKey"/> is empty.</exception>
    Evaluation Evaluate(string flagKey, ReadOnlySpan<char> unitKey);

    /// <summary>Evaluates one flag for a unit with its groups and attributes.</summary>
    /// <exception cref="UnknownFlagException">No flag has this key.</exception>
    Evaluation Evaluate(string flagKey, UnitContext unit);

    /// <summary>As <see cref="Evaluate(string, UnitContext)"/>, for keys that come from outside: false when no flag has this key.</summary>
    bool TryEvaluate(string flagKey, UnitContext unit, out Evaluation evaluation);
}

/// <summary>Code asked for a flag that does not exist.</summary>
public sealed class UnknownFlagException : Exception
{
    /// <summary>Names the flag.</summary>
    public UnknownFlagException(string flagKey)
        : base($"No flag has the key '{flagKey}'.") => FlagKey = flagKey;

    /// <summary>The key that was asked for.</summary>
    public string FlagKey { get; }
}
