using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using GraphQL.Planning;
using GraphQL.TypeSystem;

namespace GraphQL.Execution;

/// <summary>Coerces one variable's JSON, collecting everything that does not fit.</summary>
internal sealed class JsonCoercion(VariablePlan variable, int maximumListItems, VariableErrors errors)
{
    private const int ShownLength = 200;
    private const int LongestReason = 1_000;
    private readonly List<string> path = [];

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
            if (errors.IsFull)
                break;
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

        var failures = errors.Count;
        var value = new InputObjectValue(type);
        foreach (var property in json.EnumerateObject())
        {
            if (errors.IsFull)
                break;
            if (type.GetField(property.Name) is not { } field)
            {
                Fail(json, $"Field \"{property.Name}\" is not defined by type \"{type}\".");
                continue;
            }

            path.Add(property.Name);
            value.Set(field, Coerce(property.Value, field.Type));
            path.RemoveAt(path.Count - 1);
        }

        if (errors.Count > failures)
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
        var at = path.Count == 0 ? "" : $" at \"{variable.Name}.{string.Join('.', path)}\"";
        errors.Add(variable, $"Variable \"${variable.Name}\" got invalid value {Shown(json)}{at}; {ErrorText.Shorten(reason, LongestReason)}");
        return null;
    }

    // A value may be as large as the request, and be the reason for many errors: no more of it is decoded than is shown.
    private static string Shown(JsonElement json)
    {
        const int Most = (ShownLength + 2) * 3;
        var bytes = JsonMarshal.GetRawUtf8Value(json);
        return ErrorText.Shorten(Encoding.UTF8.GetString(bytes.Length <= Most ? bytes : bytes[..Most]), ShownLength);
    }
}
