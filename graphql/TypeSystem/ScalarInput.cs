using System.Buffers;
using System.Text.Json;
using GraphQL.Language;

namespace GraphQL.TypeSystem;

/// <summary>What kind of value a scalar is asked to read.</summary>
public enum ScalarInputKind
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number without fraction and exponent.</summary>
    Int,

    /// <summary>A number with fraction or exponent.</summary>
    Float,

    /// <summary>A text.</summary>
    String,

    /// <summary>A bare name; only in a document.</summary>
    Enum,

    /// <summary>A list.</summary>
    List,

    /// <summary>An object.</summary>
    Object,

    /// <summary>Null; scalars meet it only inside lists and objects.</summary>
    Null,
}

/// <summary>A value for a scalar to read, from a document or from JSON variables.</summary>
public readonly struct ScalarInput
{
    private readonly ValueNode? literal;
    private readonly JsonElement json;
    private readonly Func<string, JsonElement?>? variables;

    private ScalarInput(ScalarInputKind kind, string text, ValueNode? literal, JsonElement json, Func<string, JsonElement?>? variables)
    {
        Kind = kind;
        Text = text;
        this.literal = literal;
        this.json = json;
        this.variables = variables;
    }

    /// <summary>What kind of value this is.</summary>
    public ScalarInputKind Kind { get; }

    /// <summary>A string's content, a number as it was written, a name, <c>true</c> or <c>false</c>; empty for lists and objects.</summary>
    public string Text { get; }

    /// <summary>True when the value stands in a document, where <c>1.0</c> is no Int.</summary>
    public bool IsLiteral => literal is not null;

    /// <summary>A value from a document; variables inside lists and objects are looked up as JSON.</summary>
    public static ScalarInput FromLiteral(ValueNode literal, Func<string, JsonElement?>? variables = null) => literal switch
    {
        BooleanValueNode node => new(ScalarInputKind.Boolean, node.Value ? "true" : "false", literal, default, variables),
        IntValueNode node => new(ScalarInputKind.Int, node.Value, literal, default, variables),
        FloatValueNode node => new(ScalarInputKind.Float, node.Value, literal, default, variables),
        StringValueNode node => new(ScalarInputKind.String, node.Value, literal, default, variables),
        EnumValueNode node => new(ScalarInputKind.Enum, node.Value, literal, default, variables),
        ListValueNode => new(ScalarInputKind.List, "", literal, default, variables),
        ObjectValueNode => new(ScalarInputKind.Object, "", literal, default, variables),
        _ => new(ScalarInputKind.Null, "null", literal, default, variables),
    };

    /// <summary>A value from JSON.</summary>
    public static ScalarInput FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => new(ScalarInputKind.Boolean, "true", null, json, null),
        JsonValueKind.False => new(ScalarInputKind.Boolean, "false", null, json, null),
        JsonValueKind.Number => FromNumber(json),
        JsonValueKind.String => new(ScalarInputKind.String, json.GetString()!, null, json, null),
        JsonValueKind.Array => new(ScalarInputKind.List, "", null, json, null),
        JsonValueKind.Object => new(ScalarInputKind.Object, "", null, json, null),
        _ => new(ScalarInputKind.Null, "null", null, json, null),
    };

    /// <summary>The value as JSON.</summary>
    public JsonElement ToJson()
    {
        if (literal is null)
            return json;

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            Write(writer, literal);
        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>The value as an error message shows it.</summary>
    public override string ToString() => literal is null
        ? json.ValueKind == JsonValueKind.Undefined ? "null" : json.GetRawText()
        : literal.ToString();

    private static ScalarInput FromNumber(JsonElement json)
    {
        var text = json.GetRawText();
        return new(text.AsSpan().ContainsAny('.', 'e', 'E') ? ScalarInputKind.Float : ScalarInputKind.Int, text, null, json, null);
    }

    private void Write(Utf8JsonWriter writer, ValueNode value)
    {
        switch (value)
        {
            case BooleanValueNode node:
                writer.WriteBooleanValue(node.Value);
                break;
            case IntValueNode node:
                writer.WriteRawValue(node.Value);
                break;
            case FloatValueNode node:
                writer.WriteRawValue(node.Value);
                break;
            case StringValueNode node:
                writer.WriteStringValue(node.Value);
                break;
            case EnumValueNode node:
                writer.WriteStringValue(node.Value);
                break;
            case ListValueNode node:
                writer.WriteStartArray();
                foreach (var element in node.Values)
                    Write(writer, element);
                writer.WriteEndArray();
                break;
            case ObjectValueNode node:
                writer.WriteStartObject();
                foreach (var field in node.Fields)
                {
                    if (field.Value is VariableNode missing && variables?.Invoke(missing.Name) is null)
                        continue;
                    writer.WritePropertyName(field.Name);
                    Write(writer, field.Value);
                }

                writer.WriteEndObject();
                break;
            case VariableNode node when variables?.Invoke(node.Name) is { } element:
                element.WriteTo(writer);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
