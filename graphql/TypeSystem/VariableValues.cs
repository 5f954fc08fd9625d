using System.Text.Json;

namespace GraphQL.TypeSystem;

/// <summary>The coerced variables of a request.</summary>
internal sealed class VariableValues
{
    private readonly Dictionary<string, (object? Value, JsonElement? Json)> values = new(StringComparer.Ordinal);

    public static VariableValues None { get; } = new();

    /// <summary>True when a value was given or the variable has a default.</summary>
    public bool Has(string name) => values.ContainsKey(name);

    public object? Get(string name) => values.GetValueOrDefault(name).Value;

    /// <summary>The value as it was sent, for scalars that read JSON as it is.</summary>
    public JsonElement? GetJson(string name) => values.GetValueOrDefault(name).Json;

    public void Set(string name, object? value, JsonElement? json) => values[name] = (value, json);
}
