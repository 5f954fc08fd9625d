using System.Text.Json;

namespace GraphQL.Execution;

/// <summary>Writes errors as a response carries them (specification, 7.1.2).</summary>
internal static class ErrorWriter
{
    public static void Write(Utf8JsonWriter json, IEnumerable<GraphQLError> errors)
    {
        json.WriteStartArray();
        foreach (var error in errors)
            Write(json, error);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, GraphQLError error)
    {
        json.WriteStartObject();
        json.WriteString("message", error.Message);
        if (!error.Locations.IsDefaultOrEmpty && error.Locations.Any(location => location.IsKnown))
        {
            json.WriteStartArray("locations");
            foreach (var location in error.Locations.Where(location => location.IsKnown))
            {
                json.WriteStartObject();
                json.WriteNumber("line", location.Line);
                json.WriteNumber("column", location.Column);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (error.Path is not null)
        {
            json.WriteStartArray("path");
            foreach (var segment in error.Path)
            {
                if (segment is int index)
                    json.WriteNumberValue(index);
                else
                    json.WriteStringValue((string)segment);
            }

            json.WriteEndArray();
        }

        if (error.Code is not null || error.Extensions is not null)
            WriteExtensions(json, error);
        json.WriteEndObject();
    }

    private static void WriteExtensions(Utf8JsonWriter json, GraphQLError error)
    {
        json.WriteStartObject("extensions");
        if (error.Code is not null)
            json.WriteString("code", error.Code);
        foreach (var (name, value) in error.Extensions ?? new Dictionary<string, object?>())
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value);
        }

        json.WriteEndObject();
    }
}
