namespace Marketplace;

/// <summary>What an operation came to: its result, or the refusal that says why there is none.</summary>
public readonly struct Outcome<T> where T : class
{
    private Outcome(T? value, Refusal? refusal) => (Value, Refusal) = (value, refusal);

    public T? Value { get; }

    public Refusal? Refusal { get; }

    public TResult Match<TResult>(Func<T, TResult> done, Func<Refusal, TResult> refused) => Value is { } value ? done(value) : refused(Refusal!);

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);
}
