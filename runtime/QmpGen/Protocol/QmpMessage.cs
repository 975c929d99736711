using System.Buffers.Text;
using System.Text;
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
    // The values of 'QMP', 'return' or 'error', and of the members of an event.
    private ReadOnlySpan<byte> _payload;
    private ReadOnlySpan<byte> _eventName;
    private ReadOnlySpan<byte> _data;
    private EventTime _time;

    private QmpMessage(bool isDelimited) => IsDelimited = isDelimited;

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
    /// <exception cref="QmpProtocolException">The object is malformed.</exception>
    public static QmpMessage Parse(ReadOnlySpan<byte> json, bool isDelimited) =>
        TryParse(json, isDelimited, out QmpMessage message)
            ? message
            : throw new QmpProtocolException(
                $"The peer sent a message that is not valid JSON. It starts with '{PeerText.GetStart(json)}'."
            );

    /// <summary>Parses a message.</summary>
    /// <param name="json">The bytes.</param>
    /// <param name="isDelimited">Whether a 0xFF precedes the message.</param>
    /// <param name="message">The message.</param>
    /// <returns>False if the object is malformed. Its values are not validated.</returns>
    public static bool TryParse(ReadOnlySpan<byte> json, bool isDelimited, out QmpMessage message)
    {
        message = new QmpMessage(isDelimited);
        JsonMemberReader members = new(json);
        while (members.MoveNext())
        {
            message.SetMember(in members);
        }

        return !members.IsMalformed;
    }

    /// <summary>Copies a response out of the receive buffer.</summary>
    public readonly QmpResponse CopyResponse() => QmpResponse.Create(Kind == QmpMessageKind.Error, _payload);

    private void SetMember(in JsonMemberReader member)
    {
        if (member.Is("id"u8))
        {
            HasId = !member.Value.SequenceEqual("null"u8);
            Id = member.Integer;
        }
        else if (member.Is("timestamp"u8))
        {
            _time = EventTime.Read(member.Value);
        }
        else if (member.Is("event"u8))
        {
            SetEventName(in member);
        }
        else if (member.Is("data"u8))
        {
            _data = member.Value;
        }
        else if (GetKind(in member) is { } kind)
        {
            Kind = kind;
            _payload = member.Value;
        }
    }

    private void SetEventName(in JsonMemberReader member)
    {
        ReadOnlySpan<byte> json = member.Value;
        if (_eventName.IsEmpty && json[0] == (byte)'"')
        {
            _eventName = json.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(member.Text!) : json[1..^1];
            Kind = _eventName.IsEmpty ? Kind : QmpMessageKind.Event;
        }
    }

    /// <summary>Returns the kind of message that contains a member, or null if every kind can contain it.</summary>
    private static QmpMessageKind? GetKind(in JsonMemberReader member) =>
        member.Is("return"u8) ? QmpMessageKind.Return
        : member.Is("error"u8) ? QmpMessageKind.Error
        : member.Is("QMP"u8) ? QmpMessageKind.Greeting
        : null;
}
