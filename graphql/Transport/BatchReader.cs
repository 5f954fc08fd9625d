using System.Text.Json;
using GraphQL.Requests;

namespace GraphQL.Transport;

/// <summary>One request of a batch, or what is wrong with it.</summary>
internal readonly record struct BatchEntry(GraphQLRequest Request, string? Problem);

/// <summary>Reads the body of a POST request that is an array of requests (GraphQL over HTTP, appendix on request batching).</summary>
internal static class BatchReader
{
    /// <summary>True when the body is an array, whatever is in it.</summary>
    public static bool IsBatch(ReadOnlySpan<byte> body)
    {
        var begin = body.IndexOfAnyExcept(" \t\r\n"u8);
        return begin >= 0 && body[begin] == (byte)'[';
    }

    /// <summary>The requests in their order. What is no batch at all is refused as a whole; an object that is no request is its own failure.</summary>
    public static List<BatchEntry> Read(ReadOnlyMemory<byte> body, int maximum)
    {
        if (maximum <= 0)
            throw new BadRequestException("Batches are not served here: send one request at a time.");
        try
        {
            return ReadArray(body, maximum);
        }
        catch (JsonException)
        {
            throw new BadRequestException("The request's body is not valid JSON.");
        }
    }

    private static List<BatchEntry> ReadArray(ReadOnlyMemory<byte> body, int maximum)
    {
        var entries = new List<BatchEntry>();
        var reader = new Utf8JsonReader(body.Span, RequestReader.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new BadRequestException($"Entry {entries.Count} of the batch is no object.");
            if (entries.Count == maximum)
                throw new BadRequestException($"A batch may have {maximum} requests.");
            var begin = (int)reader.TokenStartIndex;
            reader.Skip();
            entries.Add(ReadEntry(body[begin..(int)reader.BytesConsumed]));
        }

        if (reader.Read())
            throw new JsonException();
        return entries.Count > 0 ? entries : throw new BadRequestException("A batch must have at least one request.");
    }

    private static BatchEntry ReadEntry(ReadOnlyMemory<byte> request)
    {
        try
        {
            return new BatchEntry(RequestReader.Read(request), null);
        }
        catch (BadRequestException failure)
        {
            return new BatchEntry(default, failure.Message);
        }
    }
}
