using System.Text;
using System.Text.Json;
using GraphQL.Requests;
using Microsoft.AspNetCore.Http;
using Names = GraphQL.Transport.RequestParameters.Names;

namespace GraphQL.Transport;

/// <summary>Reads the parameters of requests.</summary>
internal static class RequestReader
{
    private const int MaximumDepth = 128;

    internal static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaximumDepth };

    internal static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaximumDepth };

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
        var request = new RequestParameters();
        if (Parameter(parameters, Names.Query) is { } query)
        {
            request.Query = Encoding.UTF8.GetBytes(query);
            request.HasQuery = true;
        }

        request.OperationName = Parameter(parameters, Names.OperationName);
        request.DocumentId = Parameter(parameters, Names.DocumentId);
        request.Variables = Object(Names.Variables, Parameter(parameters, Names.Variables));
        request.Extensions = Object(Names.Extensions, Parameter(parameters, Names.Extensions));
        return request.ToRequest();
    }

    private static string? Parameter(IQueryCollection parameters, Names name)
    {
        var values = parameters[RequestParameters.TextOf(name)];
        return values.Count <= 1 ? values : throw new BadRequestException($"Parameter \"{RequestParameters.TextOf(name)}\" is given twice.");
    }

    private static JsonElement Object(Names name, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return default;
        try
        {
            var element = UnicodeText.Require(JsonElement.Parse(text, DocumentOptions), Encoding.UTF8.GetBytes(text));
            return element.ValueKind switch
            {
                JsonValueKind.Object => element,
                JsonValueKind.Null => default,
                _ => throw new BadRequestException($"Parameter \"{RequestParameters.TextOf(name)}\" must be an object."),
            };
        }
        catch (JsonException)
        {
            throw new BadRequestException($"Parameter \"{RequestParameters.TextOf(name)}\" is not valid JSON.");
        }
    }

    private static GraphQLRequest ReadObject(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new BadRequestException("The request's body must be a JSON object.");

        var request = new RequestParameters();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = NameOf(ref reader);
            request.See(name);
            reader.Read();
            switch (name)
            {
                case Names.Query when reader.TokenType != JsonTokenType.Null:
                    request.Query = Document(ref reader, body);
                    request.HasQuery = true;
                    break;
                case Names.OperationName:
                    request.OperationName = Text(ref reader, name);
                    break;
                case Names.DocumentId:
                    request.DocumentId = Text(ref reader, name);
                    break;
                case Names.Variables:
                    request.Variables = UnicodeText.Require(Object(ref reader, name), body.Span);
                    break;
                case Names.Extensions:
                    request.Extensions = UnicodeText.Require(Object(ref reader, name), body.Span);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (reader.Read())
            throw new BadRequestException("The request's body is not valid JSON.");
        return request.ToRequest();
    }

    private static Names NameOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("query"u8))
            return Names.Query;
        if (reader.ValueTextEquals("variables"u8))
            return Names.Variables;
        if (reader.ValueTextEquals("operationName"u8))
            return Names.OperationName;
        if (reader.ValueTextEquals("extensions"u8))
            return Names.Extensions;
        return reader.ValueTextEquals("documentId"u8) ? Names.DocumentId : Names.None;
    }

    private static ReadOnlyMemory<byte> Document(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new BadRequestException("Parameter \"query\" must be a string.");
        if (!reader.ValueIsEscaped)
            return body.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        var text = new byte[reader.ValueSpan.Length];
        return text.AsMemory(0, reader.CopyString(text));
    }

    private static string? Text(ref Utf8JsonReader reader, Names name) => reader.TokenType is JsonTokenType.String or JsonTokenType.Null
        ? reader.GetString()
        : throw new BadRequestException($"Parameter \"{RequestParameters.TextOf(name)}\" must be a string.");

    private static JsonElement Object(ref Utf8JsonReader reader, Names name) => reader.TokenType switch
    {
        JsonTokenType.Null => default,
        JsonTokenType.StartObject => JsonElement.ParseValue(ref reader),
        JsonTokenType.String => throw new BadRequestException($"Parameter \"{RequestParameters.TextOf(name)}\" must be an object, not a string that holds one."),
        _ => throw new BadRequestException($"Parameter \"{RequestParameters.TextOf(name)}\" must be an object."),
    };
}
