using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>Specifies the kind of a message.</summary>
internal enum QmpMessageKind
{
    Other,
    Greeting,
    Event,
    Return,
    Error,
}

/// <summary>A message from the peer, of which only the outermost object is parsed.</summary>
/// <remarks>The kind depends only on the members: QEMU can send events before the greeting and before the response to
/// <c>qmp_capabilities</c>.</remarks>
internal sealed class QmpMessage
{
    private bool _isPayloadBorrowed;

    /// <summary>The result of a call that completes without a response.</summary>
    public static QmpMessage EmptyReturn { get; } = new() { Kind = QmpMessageKind.Return, Payload = "{}"u8.ToArray() };

    public QmpMessageKind Kind { get; private set; }

    /// <summary>Whether the message has an id.</summary>
    /// <remarks>JSON null does not count, because requests never have it.</remarks>
    public bool HasId { get; private set; }

    /// <summary>The id, or null if it is not an integer.</summary>
    public long? Id { get; private set; }

    /// <summary>Whether a 0xFF precedes the message, as in a guest agent's response to
    /// <c>guest-sync-delimited</c>.</summary>
    public bool IsDelimited { get; private init; }

    /// <summary>The value of <c>return</c>, or null if it is not an integer.</summary>
    public long? IntegerReturn =>
        Kind == QmpMessageKind.Return
        && Utf8Parser.TryParse(Payload.Span, out long number, out int length)
        && length == Payload.Length
            ? number
            : null;

    /// <summary>The JSON of <c>QMP</c>, <c>return</c> or <c>error</c>.</summary>
    public ReadOnlyMemory<byte> Payload { get; private set; }

    /// <summary>The JSON of an event's <c>data</c>, or empty.</summary>
    /// <remarks>Valid until the next message is read.</remarks>
    public ReadOnlyMemory<byte> Data { get; private set; }

    /// <summary>The name of an event.</summary>
    public string EventName { get; private set; } = "";

    /// <summary>The time of an event, or null if there is none or the host's clock failed.</summary>
    public DateTimeOffset? Timestamp { get; private set; }

    /// <summary>Parses the outermost object of a message.</summary>
    /// <param name="json">The bytes. A single segment is not copied; call <see cref="Detach"/> to keep it.</param>
    /// <param name="isDelimited">Whether a 0xFF precedes the message.</param>
    /// <exception cref="QmpProtocolException">The bytes are not valid JSON.</exception>
    public static QmpMessage Parse(ReadOnlySequence<byte> json, bool isDelimited) =>
        Parse(json, isDelimited, out string? problem)
        ?? throw new QmpProtocolException($"The peer sent an invalid message: {problem}");

    /// <summary>Parses a message, or returns null if the bytes are not valid JSON.</summary>
    /// <inheritdoc cref="Parse(ReadOnlySequence{byte}, bool)" path="/param"/>
    public static QmpMessage? TryParse(ReadOnlySequence<byte> json, bool isDelimited) =>
        Parse(json, isDelimited, out _);

    /// <summary>Copies the payload out of the receive buffer.</summary>
    /// <returns>This message.</returns>
    public QmpMessage Detach()
    {
        Payload = _isPayloadBorrowed ? Payload.ToArray() : Payload;
        _isPayloadBorrowed = false;
        return this;
    }

    /// <summary>Reads the class and description of an error.</summary>
    /// <remarks>Only the first of duplicate members is read, because reading a long text is expensive.</remarks>
    public (string Class, string Description) ReadError()
    {
        string? errorClass = null;
        string? description = null;
        Utf8JsonReader reader = new(Payload.Span, JsonDefaults.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isClass = reader.Is("class"u8);
            bool isDescription = reader.Is("desc"u8);
            reader.Read();
            if (isClass && reader.TokenType == JsonTokenType.String)
            {
                errorClass ??= reader.GetTextOrJson();
            }
            else if (isDescription && reader.TokenType == JsonTokenType.String)
            {
                description ??= reader.GetTextOrJson();
            }
            else
            {
                reader.Skip();
            }
        }

        return (errorClass ?? "GenericError", description ?? "(no description)");
    }

    private static QmpMessage? Parse(ReadOnlySequence<byte> json, bool isDelimited, out string? problem)
    {
        ReadOnlyMemory<byte> bytes = json.IsSingleSegment ? json.First : json.ToArray();
        QmpMessage message = new() { IsDelimited = isDelimited, _isPayloadBorrowed = json.IsSingleSegment };
        if (bytes.Length > PeerText.MaxLength && !LiteralValidator.IsValid(bytes.Span))
        {
            problem = "a word is not true, false or null.";
            return null;
        }

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
            problem = e.Message;
            return null;
        }

        problem = null;
        return message;
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
            if (reader.TokenType == JsonTokenType.String && EventName.Length == 0)
            {
                EventName = reader.GetTextOrJson();
                Kind = EventName.Length > 0 ? QmpMessageKind.Event : Kind;
            }

            reader.Skip();
        }
        else if (reader.Is("data"u8))
        {
            reader.Read();
            Data = ReadValue(ref reader, json);
        }
        else if (reader.Is("timestamp"u8))
        {
            reader.Read();
            Timestamp = ReadTimestamp(ref reader);
        }
        else if (GetKind(ref reader) is { } kind)
        {
            Kind = kind;
            reader.Read();
            Payload = ReadValue(ref reader, json);
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>Returns the kind of message that contains a member, or null if every kind can contain it.</summary>
    private static QmpMessageKind? GetKind(ref Utf8JsonReader reader) =>
        reader.Is("return"u8) ? QmpMessageKind.Return
        : reader.Is("error"u8) ? QmpMessageKind.Error
        : reader.Is("QMP"u8) ? QmpMessageKind.Greeting
        : null;

    private static ReadOnlyMemory<byte> ReadValue(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
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

        // Years after 9999 do not fit DateTimeOffset: treat them as a failed clock.
        return seconds is >= 0 and <= 253_402_300_799 && microseconds is >= 0 and < 1_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddMicroseconds(microseconds)
            : null;
    }
}
