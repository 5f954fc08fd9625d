using System.Diagnostics.CodeAnalysis;

namespace Experiments.Lifecycle;

/// <summary>Either what was asked for, or why not.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
[SuppressMessage("Usage", "CA2225", Justification = "Value and Refusal are the named alternates.")]
[SuppressMessage("Performance", "CA1815", Justification = "Outcomes are looked into, never compared.")]
public readonly struct Outcome<T>
    where T : class
{
    private Outcome(T? value, Refusal? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    /// <summary>What was asked for; null when refused.</summary>
    public T? Value { get; }

    /// <summary>Why not; null when it was done.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Whether it was done, with what came of it.</summary>
    public bool Succeeded([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Refusal? refusal)
    {
        value = Value;
        refusal = Refusal;
        return Refusal is null;
    }

    /// <summary>It was done.</summary>
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>It was refused.</summary>
    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);
}
