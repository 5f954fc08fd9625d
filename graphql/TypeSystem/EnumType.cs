using System.Text.Json;

namespace GraphQL.TypeSystem;

/// <summary>An enum type.</summary>
public class EnumType : NamedType
{
    private readonly Dictionary<string, EnumValueDefinition> byName = new(StringComparer.Ordinal);

    /// <summary>Creates the type.</summary>
    public EnumType(string name, IEnumerable<EnumValueDefinition> values, string? description = null)
        : base(name, description)
    {
        Values = [.. values];
        foreach (var value in Values)
            byName.TryAdd(value.Name, value);
    }

    /// <summary>The values in the order in which they were declared.</summary>
    public IReadOnlyList<EnumValueDefinition> Values { get; }

    /// <summary>The value of this name; null when there is none.</summary>
    public EnumValueDefinition? GetValue(string name) => byName.GetValueOrDefault(name);
}

/// <summary>One value of an enum type.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What the value means.</param>
/// <param name="DeprecationReason">Why it should not be used any more; null when it may be.</param>
/// <param name="RuntimeValue">The C# value; null where nothing is executed.</param>
public sealed record EnumValueDefinition(string Name, string? Description = null, string? DeprecationReason = null, object? RuntimeValue = null);

/// <summary>The enum type of a C# enum; writes values without boxing them.</summary>
internal sealed class RuntimeEnumType<T> : EnumType
    where T : struct, Enum
{
    private readonly Dictionary<T, JsonEncodedText> names = [];

    public RuntimeEnumType(string name, IReadOnlyList<EnumValueDefinition> values, string? description)
        : base(name, values, description)
    {
        foreach (var value in values)
            names.TryAdd((T)value.RuntimeValue!, JsonEncodedText.Encode(value.Name));
    }

    public JsonEncodedText NameOf(T value) =>
        names.TryGetValue(value, out var name) ? name : throw new InvalidOperationException($"{typeof(T).Name} has no GraphQL value for {value}.");
}
