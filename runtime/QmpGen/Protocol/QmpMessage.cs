using System.Buffers.Text;
using System.Text;
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
/// <remarks>It refers to the receive buffer. The kind depends only on the members: QEMU can send events before the
/// greeting and before the response to <c>qmp_capabilities</c>.</remarks>
internal ref struct QmpMessage
{
    private readonly ReadOnlySpan<byte> _json;

    // The values of 'QMP', 'return' or 'error', and of the members of an event.
    private ReadOnlySpan<byte> _payload;
    private ReadOnlySpan<byte> _eventName;
    private ReadOnlySpan<byte> _data;
    private EventTime _time;

    private QmpMessage(ReadOnlySpan<byte> json, bool isDelimited)
    {
        _json = json;
        IsDelimited = isDelimited;
    }

    public QmpMessageKind Kind { get; private set; }

    /// <summary>Whether the message has an id.</summary>
    /// <remarks>JSON null does not count, because requests never have it.</remarks>
    public bool HasId { get; private set; }

    /// <summary>The id, or null if it is not an integer.</summary>
    public long? Id { get; private set; }

    /// <summary>Whether a 0xFF precedes the message, as in a guest agent's response to
    /// <c>guest-sync-delimited</c>.</summary>
    public bool IsDelimited { get; }

    /// <summary>Whether the message is the response to a request.</summary>
    public readonly bool IsResponse => Kind is QmpMessageKind.Return or QmpMessageKind.Error;

    /// <summary>The value of <c>return</c>, or null if it is not an integer.</summary>
    public readonly long? IntegerReturn =>
        Kind == QmpMessageKind.Return
        && Utf8Parser.TryParse(_payload, out long number, out int length)
        && length == _payload.Length
            ? number
            : null;

    /// <summary>The JSON of <c>QMP</c>, <c>return</c> or <c>error</c>.</summary>
    public readonly ReadOnlySpan<byte> Payload => _payload;

    /// <summary>The event of a message of this kind.</summary>
    public readonly ReceivedEvent Event =>
        new()
        {
            Name = _eventName,
            Data = _data,
            Time = _time,
        };

    /// <summary>Parses the outermost object of a message.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="isDelimited">Whether a 0xFF precedes the message.</param>
    /// <exception cref="QmpProtocolException">The bytes are not valid JSON.</exception>
    public static QmpMessage Parse(ReadOnlySpan<byte> json, bool isDelimited) =>
        TryParse(json, isDelimited, out QmpMessage message, out string? problem)
            ? message
            : throw new QmpProtocolException($"The peer sent an invalid message: {problem}");

    /// <summary>Parses a message.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="isDelimited">Whether a 0xFF precedes the message.</param>
    /// <param name="message">The message.</param>
    /// <param name="problem">The reason that the bytes are not valid JSON.</param>
    /// <returns>False if the bytes are not valid JSON.</returns>
    public static bool TryParse(
        ReadOnlySpan<byte> json,
        bool isDelimited,
        out QmpMessage message,
        out string? problem
    )
    {
        QmpMessage parsed = new(json, isDelimited);
        message = parsed;
        problem = null;
        if (json.Length > PeerText.MaxLength && !LiteralValidator.IsValid(json))
        {
            problem = "a word is not true, false or null.";
            return false;
        }

        try
        {
            Utf8JsonReader reader = new(json, JsonDefaults.ReaderOptions);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                parsed.ReadMember(ref reader);
            }

            message = parsed;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            problem = e.Message;
        }

        return problem is null;
    }

    /// <summary>Copies a response out of the receive buffer.</summary>
    public readonly QmpResponse CopyResponse() => QmpResponse.Create(Kind == QmpMessageKind.Error, _payload);

    private void ReadMember(scoped ref Utf8JsonReader reader)
    {
        if (reader.Is("id"u8))
        {
            reader.Read();
            HasId = reader.TokenType != JsonTokenType.Null;
            Id = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long id) ? id : null;
            reader.Skip();
        }
        else if (GetKind(ref reader) is { } kind)
        {
            Kind = kind;
            _payload = ReadValue(ref reader);
        }
        else if (reader.Is("timestamp"u8))
        {
            reader.Read();
            _time = EventTime.Read(ref reader);
        }
        else if (reader.Is("event"u8))
        {
            reader.Read();
            ReadEventName(ref reader);
        }
        else if (reader.Is("data"u8))
        {
            _data = ReadValue(ref reader);
        }
        else
        {
            reader.Skip();
        }
    }

    private void ReadEventName(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String && _eventName.IsEmpty)
        {
            _eventName = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetTextOrJson()) : reader.ValueSpan;
            Kind = _eventName.IsEmpty ? Kind : QmpMessageKind.Event;
        }

        reader.Skip();
    }

    /// <summary>Returns the kind of message that contains a member, or null if every kind can contain it.</summary>
    private static QmpMessageKind? GetKind(scoped ref Utf8JsonReader reader) =>
        reader.Is("return"u8) ? QmpMessageKind.Return
        : reader.Is("error"u8) ? QmpMessageKind.Error
        : reader.Is("QMP"u8) ? QmpMessageKind.Greeting
        : null;

    private readonly ReadOnlySpan<byte> ReadValue(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return _json[start..(int)reader.BytesConsumed];
    }
}
