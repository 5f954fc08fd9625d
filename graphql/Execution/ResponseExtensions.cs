using System.Text.Json;

namespace GraphQL.Execution;

/// <summary>What a response says beside data and errors, under <c>extensions</c>; written last, when everything is known.</summary>
internal sealed class ResponseExtensions
{
    private readonly List<(string Name, Action<Utf8JsonWriter> Write)> entries = [];

    /// <summary>Adds an entry; the function writes one value.</summary>
    public void Add(string name, Action<Utf8JsonWriter> write) => entries.Add((name, write));

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (name, write) in entries)
        {
            json.WritePropertyName(name);
            write(json);
        }

        json.WriteEndObject();
    }
}
