using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen;

internal enum QmpMessageKind
{
    Other,
    Greeting,
    Event,
    Return,
    Error,
}

/// <summary>
/// One message from the peer, told by its key and never by what was due: events have been seen before the greeting and
/// before the answer to
/// <c>qmp_capabilities</c>. Only the outermost object is read here; what the values hold is read where it is wanted.
/// </summary>
internal sealed class QmpMessage
{
    private bool _isBorrowed;

    public QmpMessageKind Kind { get; private set; }

    /// <summary>Whether there is an id at all. A JSON null counts as none: no request carries one.</summary>
    public bool HasId { get; private set; }

    /// <summary>The id, where it is an integer, as all of ours are.</summary>
    public long? Id { get; private set; }

    /// <summary>Whether a 0xFF came before it, by which a guest agent marks the answer to
    /// <c>guest-sync-delimited</c>.</summary>
    public bool IsDelimited { get; private init; }

    /// <summary>The value of <c>return</c>, where it is an integer.</summary>
    public long? Integer =>
        Kind == QmpMessageKind.Return
        && Utf8Parser.TryParse(Payload.Span, out long number, out int length)
        && length == Payload.Length
            ? number
            : null;

    /// <summary>The value of <c>QMP</c>, <c>return</c> or <c>error</c>.</summary>
    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <summary>The value of an event's <c>data</c>, empty where it has none. To be read before the next message
    /// is.</summary>
    public ReadOnlyMemory<byte> Data { get; private set; }

    /// <summary>An event's name.</summary>
    public string EventName { get; private set; } = "";

    /// <summary>An event's time; null where the host's clock failed, or where there is none.</summary>
    public DateTimeOffset? Timestamp { get; private set; }

    /// <summary>Reads a message's outermost object.</summary>
    /// <param name="json">The message. Where it is in one piece it is not copied, and its values are the buffer's until
    /// it is <see cref="Kept"/>.</param>
    /// <param name="delimited">Whether a 0xFF came before it.</param>
    /// <exception cref="QmpProtocolException">It is not JSON.</exception>
    public static QmpMessage Read(ReadOnlySequence<byte> json, bool delimited)
    {
        ReadOnlyMemory<byte> bytes = json.IsSingleSegment ? json.First : json.ToArray();
        QmpMessage message = new() { IsDelimited = delimited, _isBorrowed = json.IsSingleSegment };
        try
        {
            Utf8JsonReader reader = new(bytes.Span, JsonDefaults.ReaderOptions);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                message.ReadMember(ref reader, bytes);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new QmpProtocolException($"The peer sent a message that is not valid: {e.Message}", e);
        }

        return message;
    }

    /// <summary>Reads what need not be a message.</summary>
    /// <inheritdoc cref="Read" path="/param"/>
    /// <returns>Null where it is none.</returns>
    public static QmpMessage? TryRead(ReadOnlySequence<byte> json, bool delimited)
    {
        try
        {
            return Read(json, delimited);
        }
        catch (QmpProtocolException)
        {
            return null;
        }
    }

    /// <summary>The message itself, with a value of its own that stays when the buffer goes.</summary>
    public QmpMessage Kept()
    {
        Payload = _isBorrowed ? Payload.ToArray() : Payload;
        _isBorrowed = false;
        return this;
    }

    /// <summary>The answer to a command that succeeds without one.</summary>
    public static QmpMessage EmptyReturn() => new() { Kind = QmpMessageKind.Return, Payload = "{}"u8.ToArray() };

    /// <summary>Reads class and description of an error.</summary>
    public (string Class, string Description) ReadError()
    {
        string errorClass = "GenericError";
        string description = "(no description)";
        Utf8JsonReader reader = new(Payload.Span, JsonDefaults.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isClass = reader.Is("class"u8);
            bool isDescription = reader.Is("desc"u8);
            reader.Read();
            if (isClass && reader.TokenType == JsonTokenType.String)
            {
                errorClass = Text(ref reader);
            }
            else if (isDescription && reader.TokenType == JsonTokenType.String)
            {
                description = Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return (errorClass, description);
    }

    /// <summary>The id that the data of a <c>COMMAND_DROPPED</c> names, where it is an integer.</summary>
    public long? ReadDroppedId()
    {
        if (Data.IsEmpty)
        {
            return null;
        }

        using JsonDocument data = JsonDocument.Parse(Data, JsonDefaults.DocumentOptions);
        return
            data.RootElement.ValueKind == JsonValueKind.Object
            && data.RootElement.TryGetProperty("id", out JsonElement id)
            && id.ValueKind == JsonValueKind.Number
            && id.TryGetInt64(out long number)
            ? number
            : null;
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        if (reader.Is("id"u8))
        {
            reader.Read();
            HasId = reader.TokenType != JsonTokenType.Null;
            Id = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long id) ? id : null;
            reader.Skip();
        }
        else if (reader.Is("event"u8))
        {
            reader.Read();
            EventName = reader.TokenType == JsonTokenType.String ? Text(ref reader) : "";
            Kind = EventName.Length > 0 ? QmpMessageKind.Event : Kind;
            reader.Skip();
        }
        else if (reader.Is("data"u8))
        {
            reader.Read();
            Data = Value(ref reader, json);
        }
        else if (reader.Is("timestamp"u8))
        {
            reader.Read();
            Timestamp = ReadTimestamp(ref reader);
        }
        else if (KindOf(ref reader) is { } kind)
        {
            Kind = kind;
            reader.Read();
            Payload = Value(ref reader, json);
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>The kind of message that a member makes.</summary>
    private static QmpMessageKind? KindOf(ref Utf8JsonReader reader) =>
        reader.Is("return"u8) ? QmpMessageKind.Return
        : reader.Is("error"u8) ? QmpMessageKind.Error
        : reader.Is("QMP"u8) ? QmpMessageKind.Greeting
        : null;

    private static ReadOnlyMemory<byte> Value(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    private static DateTimeOffset? ReadTimestamp(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        long seconds = -1;
        long microseconds = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isSeconds = reader.Is("seconds"u8);
            bool isMicroseconds = reader.Is("microseconds"u8);
            reader.Read();
            if (isSeconds && reader.TokenType == JsonTokenType.Number)
            {
                seconds = reader.TryGetInt64(out long value) ? value : -1;
            }
            else if (isMicroseconds && reader.TokenType == JsonTokenType.Number)
            {
                microseconds = reader.TryGetInt64(out long value) ? value : -1;
            }
            else
            {
                reader.Skip();
            }
        }

        // Beyond the year 9999 the clock is as good as failed.
        return seconds is >= 0 and <= 253_402_300_799 && microseconds is >= 0 and < 1_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddMicroseconds(microseconds)
            : null;
    }

    /// <summary>A text for people, which need not be Unicode that .NET can hold.</summary>
    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException) when (reader.TokenType == JsonTokenType.String)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
