namespace GraphQL;

/// <summary>One parent's result of a batch resolver: a value, or a failure of this parent's field alone.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct FieldResult<T>
{
    /// <summary>Creates the result of a success.</summary>
    public FieldResult(T value) => Value = value;

    /// <summary>Creates the result of a failure.</summary>
    public FieldResult(GraphQLError error)
    {
        Value = default!;
        Error = error;
    }

    /// <summary>The value.</summary>
    public T Value { get; }

    /// <summary>The failure; null when there is none.</summary>
    public GraphQLError? Error { get; }

    /// <summary>A success.</summary>
    public static implicit operator FieldResult<T>(T value) => new(value);

    /// <summary>A failure.</summary>
    public static implicit operator FieldResult<T>(GraphQLError error) => new(error);
}
