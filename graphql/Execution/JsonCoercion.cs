using System.Globalization;
using System.Text.Json;
using GraphQL.TypeSystem;

namespace GraphQL.Execution;

/// <summary>Coerces one variable's JSON, collecting everything that does not fit.</summary>
internal sealed class JsonCoercion(string variable, int maximumListItems)
{
    private const int ShownLength = 200;
    private readonly List<string> path = [];

    public List<string> Failures { get; } = [];

    public object? Coerce(JsonElement json, GraphQLType type)
    {
        if (type is NonNullType nonNull)
            return json.ValueKind == JsonValueKind.Null ? Fail(json, $"Expected non-nullable type \"{type}\" not to be null.") : Coerce(json, nonNull.OfType);
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        return type switch
        {
            ListType list => CoerceList(json, list),
            InputObjectType input => CoerceObject(json, input),
            EnumType @enum => CoerceEnum(json, @enum),
            ScalarType scalar => scalar.TryParse(ScalarInput.FromJson(json), out var value, out var error)
                ? value
                : Fail(json, $"Expected type \"{scalar}\". {error}"),
            _ => Fail(json, $"{type} is not an input type."),
        };
    }

    private object?[]? CoerceList(JsonElement json, ListType type)
    {
        if (json.ValueKind != JsonValueKind.Array)
            return [Coerce(json, type.OfType)];
        var length = json.GetArrayLength();
        if (length > maximumListItems)
        {
            Fail(json, Validation.Rules.MaximumListItems.Message(length, maximumListItems));
            return null;
        }

        var values = new object?[length];
        var index = 0;
        foreach (var element in json.EnumerateArray())
        {
            path.Add(index.ToString(CultureInfo.InvariantCulture));
            values[index++] = Coerce(element, type.OfType);
            path.RemoveAt(path.Count - 1);
        }

        return values;
    }

    private object? CoerceEnum(JsonElement json, EnumType type)
    {
        if (json.ValueKind != JsonValueKind.String)
            return Fail(json, $"Enum \"{type}\" cannot represent non-string value: {Shown(json)}.");
        return type.GetValue(json.GetString()!) is { } found
            ? found.RuntimeValue ?? found.Name
            : Fail(json, $"Value \"{json.GetString()}\" does not exist in \"{type}\" enum.");
    }

    private object? CoerceObject(JsonElement json, InputObjectType type)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return Fail(json, $"Expected type \"{type}\" to be an object.");

        var failures = Failures.Count;
        var value = new InputObjectValue(type);
        foreach (var property in json.EnumerateObject())
        {
            if (type.GetField(property.Name) is not { } field)
            {
                Fail(json, $"Field \"{property.Name}\" is not defined by type \"{type}\".");
                continue;
            }

            path.Add(property.Name);
            value.Set(field, Coerce(property.Value, field.Type));
            path.RemoveAt(path.Count - 1);
        }

        if (Failures.Count > failures)
            return null;
        try
        {
            if (type.IsOneOf)
                InputDefaults.CheckOneOf(value);
            InputDefaults.Complete(value);
            return value;
        }
        catch (CoercionException failure)
        {
            return Fail(json, failure.Message);
        }
    }

    private object? Fail(JsonElement json, string reason)
    {
        var at = path.Count == 0 ? "" : $" at \"{variable}.{string.Join('.', path)}\"";
        Failures.Add($"Variable \"${variable}\" got invalid value {Shown(json)}{at}; {reason}");
        return null;
    }

    private static string Shown(JsonElement json)
    {
        var text = json.GetRawText();
        return text.Length <= ShownLength ? text : text[..ShownLength] + "…";
    }
}
