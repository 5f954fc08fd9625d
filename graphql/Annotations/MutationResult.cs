namespace GraphQL;

/// <summary>What a mutation returns: its payload, or the failures its caller can act on.</summary>
/// <typeparam name="T">The payload.</typeparam>
public sealed class MutationResult<T>
    where T : class
{
    /// <summary>Creates the result of a success.</summary>
    public MutationResult(T payload) => Payload = payload;

    /// <summary>Creates the result of a failure.</summary>
    public MutationResult(IReadOnlyList<UserError> errors) => Errors = errors;

    /// <summary>The payload; null when there are errors.</summary>
    public T? Payload { get; }

    /// <summary>The failures; null when there are none.</summary>
    public IReadOnlyList<UserError>? Errors { get; }

    /// <summary>A success.</summary>
    public static implicit operator MutationResult<T>(T payload) => new(payload);

    /// <summary>A failure.</summary>
    public static implicit operator MutationResult<T>(UserError error) => new([error]);
}
