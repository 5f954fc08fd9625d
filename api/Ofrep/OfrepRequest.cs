using System.Buffers;
using System.Text.Json;
using Experiments.Flags;

namespace Marketplace.Api.Ofrep;

/// <summary>What a request asks about: the unit, its groups, and those of its attributes that any flag looks at.</summary>
internal readonly record struct OfrepRequest(string TargetingKey, string[] Groups, Dictionary<string, string>? Attributes)
{
    private const int MostBytes = 64 * 1024;
    private const int Deepest = 16;
    private const int LongestKey = 500;

    public UnitContext Unit => new(TargetingKey, Groups, Attributes);

    /// <summary>Either what was asked, or what is wrong with it.</summary>
    public static async ValueTask<(OfrepRequest Request, OfrepProblem? Problem)> ReadAsync(HttpRequest request, IReadOnlySet<string> asked, CancellationToken cancellation)
    {
        if (request.ContentLength > MostBytes)
        {
            return (default, OfrepProblem.TooLarge(MostBytes));
        }

        var body = request.BodyReader;
        while (true)
        {
            var read = await body.ReadAsync(cancellation);
            if (read.Buffer.Length > MostBytes)
            {
                body.AdvanceTo(read.Buffer.Start);
                return (default, OfrepProblem.TooLarge(MostBytes));
            }

            if (read.IsCompleted)
            {
                var problem = Parse(read.Buffer.IsSingleSegment ? read.Buffer.FirstSpan : read.Buffer.ToArray(), asked, out var parsed);
                body.AdvanceTo(read.Buffer.End);
                return (parsed, problem);
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    internal static OfrepProblem? Parse(ReadOnlySpan<byte> body, IReadOnlySet<string> asked, out OfrepRequest request)
    {
        request = default;
        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Deepest });
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                return OfrepProblem.Parse("The body is no JSON object.");
            }

            var problem = OfrepProblem.TargetingKeyMissing;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isContext = json.ValueTextEquals("context"u8);
                json.Read();
                if (isContext && json.TokenType == JsonTokenType.StartObject)
                {
                    problem = ReadContext(ref json, asked, out request);
                }
                else if (isContext)
                {
                    problem = OfrepProblem.InvalidContext("context is no object.");
                    json.Skip();
                }
                else
                {
                    json.Skip();
                }
            }

            // What follows the object is a mistake of the whole, so it is read to its end.
            json.Read();
            return problem;
        }
        catch (JsonException malformed)
        {
            return OfrepProblem.Parse($"The body is no JSON of at most {Deepest} levels: {malformed.Message}");
        }
        catch (InvalidOperationException)
        {
            return OfrepProblem.Parse("The body holds text that is no Unicode.");
        }
    }

    private static OfrepProblem? ReadContext(ref Utf8JsonReader json, IReadOnlySet<string> asked, out OfrepRequest request)
    {
        OfrepProblem? problem = null;
        string? key = null;
        string[] groups = [];
        Dictionary<string, string>? attributes = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("targetingKey"u8))
            {
                json.Read();
                problem ??= ReadKey(ref json, out key);
            }
            else if (json.ValueTextEquals("groups"u8))
            {
                json.Read();
                problem ??= ReadGroups(ref json, out groups);
            }
            else if (asked.Count > 0 && json.GetString() is { } name && asked.Contains(name))
            {
                json.Read();
                if (Scalar(ref json) is { } value)
                {
                    (attributes ??= new Dictionary<string, string>(StringComparer.Ordinal))[name] = value;
                }
                else if (json.TokenType != JsonTokenType.Null)
                {
                    problem ??= OfrepProblem.InvalidContext($"The attribute {name} is neither text nor number nor true nor false.");
                }
            }
            else
            {
                json.Read();
            }

            json.Skip();
        }

        request = new OfrepRequest(key ?? "", groups, attributes);
        return problem ?? (string.IsNullOrEmpty(key) ? OfrepProblem.TargetingKeyMissing : null);
    }

    private static OfrepProblem? ReadKey(ref Utf8JsonReader json, out string? key)
    {
        key = null;
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.String)
        {
            return OfrepProblem.InvalidContext("targetingKey is no text.");
        }

        key = json.GetString()!;
        return key.Length > LongestKey || key.AsSpan().ContainsAnyInRange('\0', '\u001f')
            ? OfrepProblem.InvalidContext($"targetingKey is longer than {LongestKey} characters, or holds control characters.")
            : null;
    }

    private static OfrepProblem? ReadGroups(ref Utf8JsonReader json, out string[] groups)
    {
        groups = [];
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            return OfrepProblem.InvalidContext("groups is no list of texts.");
        }

        var depth = json.CurrentDepth;
        var found = new List<string>();
        var areTexts = true;
        while (json.Read() && (json.TokenType != JsonTokenType.EndArray || json.CurrentDepth != depth))
        {
            if (json.TokenType == JsonTokenType.String)
            {
                found.Add(json.GetString()!);
            }
            else
            {
                areTexts = false;
                json.Skip();
            }
        }

        groups = [.. found];
        return areTexts ? null : OfrepProblem.InvalidContext("groups is no list of texts.");
    }

    private static string? Scalar(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => json.GetString(),
        JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(json.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => null,
    };
}
