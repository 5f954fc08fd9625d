using System.Text.Json;

namespace GraphQL.Transport.Sockets;

/// <summary>One message of a client.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Id">The operation it belongs to.</param>
/// <param name="Payload">The object that comes with it, as JSON; empty where there is none. It refers to the message's memory.</param>
internal readonly record struct SocketMessage(string Type, string? Id, ReadOnlyMemory<byte> Payload)
{
    public const string ConnectionInit = "connection_init";
    public const string Subscribe = "subscribe";
    public const string Complete = "complete";
    public const string Ping = "ping";
    public const string Pong = "pong";

    /// <summary>Reads a message.</summary>
    /// <exception cref="InvalidMessageException">It is none of the protocol.</exception>
    public static SocketMessage Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            return Check(ReadObject(text));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            throw new InvalidMessageException("The message is not valid JSON.");
        }
    }

    private static SocketMessage ReadObject(ReadOnlyMemory<byte> text)
    {
        var reader = new Utf8JsonReader(text.Span, RequestReader.ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidMessageException("The message is not an object.");

        string? type = null;
        string? id = null;
        ReadOnlyMemory<byte> payload = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = TextOf(ref reader, "type");
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                id = TextOf(ref reader, "id");
            }
            else if (reader.ValueTextEquals("payload"u8))
            {
                payload = ObjectOf(ref reader, text);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (reader.Read())
            throw new JsonException();
        return new SocketMessage(type ?? throw new InvalidMessageException("The message has no 'type'."), id, payload);
    }

    private static SocketMessage Check(SocketMessage message)
    {
        if (message.Type is not (ConnectionInit or Subscribe or Complete or Ping or Pong))
            throw new InvalidMessageException($"Messages of type '{message.Type}' are none that a client sends.");
        if (message.Type is Subscribe or Complete && string.IsNullOrEmpty(message.Id))
            throw new InvalidMessageException($"The message '{message.Type}' has no 'id'.");
        if (message.Type == Subscribe && message.Payload.IsEmpty)
            throw new InvalidMessageException("The message 'subscribe' has no 'payload'.");
        return message;
    }

    private static string TextOf(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : throw new InvalidMessageException($"The message's '{name}' is not a string.");
    }

    private static ReadOnlyMemory<byte> ObjectOf(ref Utf8JsonReader reader, ReadOnlyMemory<byte> text)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return default;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidMessageException("The message's 'payload' is not an object.");
        var begin = (int)reader.TokenStartIndex;
        reader.Skip();
        return text[begin..(int)reader.BytesConsumed];
    }
}

/// <summary>A client sent what the protocol does not know.</summary>
internal sealed class InvalidMessageException(string message) : Exception(message);
