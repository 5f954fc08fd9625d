using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;

namespace GraphQL.TypeSystem;

/// <summary>A scalar type.</summary>
public abstract class ScalarType : NamedType
{
    private protected ScalarType(string name, string? description, string? specifiedBy)
        : base(name, description)
    {
        SpecifiedByUrl = specifiedBy;
        Cost = GetType().GetCustomAttribute<CostAttribute>()?.Weight;
    }

    /// <summary>The address of the scalar's specification.</summary>
    public string? SpecifiedByUrl { get; }

    /// <summary>The C# type of its values.</summary>
    public abstract Type RuntimeType { get; }

    /// <summary>Reads a value; false, and the reason, when it is none of this scalar.</summary>
    public abstract bool TryParse(ScalarInput input, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error);
}

/// <summary>A scalar type whose values are <typeparamref name="T" /> in C#.</summary>
public abstract class ScalarType<T> : ScalarType
    where T : notnull
{
    /// <summary>Creates the scalar.</summary>
    protected ScalarType(string name, string? description = null, string? specifiedBy = null)
        : base(name, description, specifiedBy)
    {
    }

    /// <inheritdoc />
    public sealed override Type RuntimeType => typeof(T);

    /// <summary>Reads a value.</summary>
    /// <exception cref="FormatException">The value is none of this scalar; the message says why.</exception>
    public abstract T Parse(ScalarInput input);

    /// <summary>Writes a value, without boxing it.</summary>
    public abstract void Write(Utf8JsonWriter writer, T value);

    /// <inheritdoc />
    public sealed override bool TryParse(ScalarInput input, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        try
        {
            value = Parse(input);
            error = null;
            return true;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            value = null;
            error = exception.Message;
            return false;
        }
    }
}
