using System.Text;
using System.Text.Json;
using GraphQL.Requests;
using Microsoft.AspNetCore.Http;

namespace GraphQL.Transport;

/// <summary>Reads the parameters of requests.</summary>
internal static class RequestReader
{
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 128 };

    /// <summary>From the JSON body of a POST request. The result refers to the body's memory.</summary>
    public static GraphQLRequest Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return ReadObject(body);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new BadRequestException("The request's body is not valid JSON.");
        }
    }

    /// <summary>From the parameters of a GET request.</summary>
    public static GraphQLRequest Read(IQueryCollection parameters)
    {
        if (parameters["query"] is not [{ } query])
            throw new BadRequestException("Parameter \"query\" is missing.");
        _ = Object("extensions", parameters["extensions"]);
        return new GraphQLRequest(Encoding.UTF8.GetBytes(query), parameters["operationName"], Object("variables", parameters["variables"]));
    }

    private static JsonElement Object(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return default;
        try
        {
            var element = UnicodeText.Require(JsonElement.Parse(text), Encoding.UTF8.GetBytes(text));
            return element.ValueKind is JsonValueKind.Object or JsonValueKind.Null
                ? element
                : throw new BadRequestException($"Parameter \"{name}\" must be an object.");
        }
        catch (JsonException)
        {
            throw new BadRequestException($"Parameter \"{name}\" is not valid JSON.");
        }
    }

    private static GraphQLRequest ReadObject(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new BadRequestException("The request's body must be a JSON object.");

        ReadOnlyMemory<byte>? query = null;
        string? operationName = null;
        JsonElement variables = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("query"u8))
            {
                query = Text(ref reader, body);
            }
            else if (reader.ValueTextEquals("operationName"u8))
            {
                reader.Read();
                operationName = reader.TokenType is JsonTokenType.String or JsonTokenType.Null
                    ? reader.GetString()
                    : throw new BadRequestException("Parameter \"operationName\" must be a string.");
            }
            else if (reader.ValueTextEquals("variables"u8))
            {
                variables = Object(ref reader, "variables");
            }
            else if (reader.ValueTextEquals("extensions"u8))
            {
                _ = Object(ref reader, "extensions");
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (reader.Read())
            throw new BadRequestException("The request's body is not valid JSON.");
        return new GraphQLRequest(
            query ?? throw new BadRequestException("Parameter \"query\" is missing."), operationName, UnicodeText.Require(variables, body.Span));
    }

    private static ReadOnlyMemory<byte>? Text(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.String)
            throw new BadRequestException("Parameter \"query\" must be a string.");
        if (!reader.ValueIsEscaped)
            return body.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        var text = new byte[reader.ValueSpan.Length];
        return text.AsMemory(0, reader.CopyString(text));
    }

    private static JsonElement Object(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return default;
        return reader.TokenType == JsonTokenType.StartObject
            ? JsonElement.ParseValue(ref reader)
            : throw new BadRequestException($"Parameter \"{name}\" must be an object.");
    }
}
