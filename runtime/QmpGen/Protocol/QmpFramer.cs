using System.Buffers;
using System.Text;

namespace QmpGen;

/// <summary>
/// Cuts a stream of bytes into JSON objects by their braces, not by lines: a monitor with <c>pretty=on</c> spreads an
/// object over many
/// lines, and messages may be split and joined anywhere. A 0xFF, which no JSON has, starts anew: a guest agent that is
/// restarted leaves half an
/// answer behind. Remembers how far it has looked, so that no byte is looked at twice.
/// </summary>
/// <param name="maxBytes">The size of the largest object.</param>
/// <param name="skipsNoise">Whether to skip what stands between objects and is none, rather than refuse it.</param>
internal sealed class QmpFramer(int maxBytes, bool skipsNoise = false)
{
    // A guest agent puts 0xFF before an answer to mark where the conversation starts anew.
    private static readonly SearchValues<byte> s_between = SearchValues.Create(
        " \t\r\n"u8.ToArray().Append(GuestAgentMarks.Delimiter).ToArray()
    );
    private static readonly SearchValues<byte> s_structure = SearchValues.Create(
        "{}[]\""u8.ToArray().Append(GuestAgentMarks.Delimiter).ToArray()
    );
    private static readonly SearchValues<byte> s_stringEnd = SearchValues.Create(
        "\"\\"u8.ToArray().Append(GuestAgentMarks.Delimiter).ToArray()
    );

    private bool _delimiterSeen; // since the last object was begun
    private long _seen;
    private int _depth;
    private bool _inString;
    private bool _escaped;

    /// <summary>Whether the bytes seen so far end within an object.</summary>
    public bool InMessage => _depth > 0;

    /// <summary>Whether a 0xFF came before the object that was begun last.</summary>
    public bool IsDelimited { get; private set; }

    /// <summary>Takes the next whole object off the front of the buffer.</summary>
    /// <param name="buffer">What has been received and not taken yet.</param>
    /// <param name="message">The object's bytes, which are the buffer's.</param>
    /// <returns>False where more bytes are needed.</returns>
    /// <exception cref="QmpProtocolException">Something else than an object comes next and is not to be skipped, or the
    /// object is too large.</exception>
    public bool TryTake(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> message)
    {
        message = default;
        while (_depth > 0 || FindStart(ref buffer))
        {
            bool ended = FindEnd(buffer.Slice(_seen));
            if (_seen > maxBytes)
            {
                throw new QmpMessageTooLargeException(
                    $"The peer sent a message of more than {maxBytes} bytes. Raise {nameof(QmpClientOptions)}.{nameof(QmpClientOptions.MaxMessageBytes)} if that is to be.",
                    maxBytes
                );
            }

            if (!ended)
            {
                return false;
            }

            ReadOnlySequence<byte> taken = buffer.Slice(0, _seen);
            buffer = buffer.Slice(_seen);
            _seen = 0;
            if (!_delimiterSeen)
            {
                message = taken;
                return true;
            }
        }

        return false;
    }

    private bool FindStart(ref ReadOnlySequence<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            ReadOnlySpan<byte> span = buffer.FirstSpan;
            int start = skipsNoise ? span.IndexOf((byte)'{') : span.IndexOfAnyExcept(s_between);
            int skipped = start < 0 ? span.Length : start;
            _delimiterSeen |= span[..skipped].Contains(GuestAgentMarks.Delimiter);
            buffer = buffer.Slice(skipped);
            if (start < 0)
            {
                continue;
            }

            IsDelimited = _delimiterSeen;
            _delimiterSeen = false;
            return span[start] == (byte)'{' ? true : throw NoObject(buffer);
        }

        return false;
    }

    /// <summary>Looks on for the end of the object that has been begun, which may be its own or a 0xFF.</summary>
    private bool FindEnd(ReadOnlySequence<byte> unseen)
    {
        foreach (ReadOnlyMemory<byte> segment in unseen)
        {
            ReadOnlySpan<byte> rest = segment.Span;
            while (!rest.IsEmpty)
            {
                int length = Step(rest);
                _seen += length;
                if (_depth == 0)
                {
                    return true;
                }

                rest = rest[length..];
            }
        }

        return false;
    }

    /// <summary>Goes on to just behind the next byte that matters, and takes note of it.</summary>
    private int Step(ReadOnlySpan<byte> bytes)
    {
        if (_escaped && bytes[0] != GuestAgentMarks.Delimiter)
        {
            _escaped = false;
            return 1;
        }

        int index = bytes.IndexOfAny(_inString ? s_stringEnd : s_structure);
        if (index < 0)
        {
            return bytes.Length;
        }

        switch (bytes[index])
        {
            case (byte)'\\':
                _escaped = true;
                break;
            case GuestAgentMarks.Delimiter:
                _delimiterSeen = true;
                _escaped = _inString = false;
                _depth = 0;
                break;
            case (byte)'"':
                _inString = !_inString;
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            default:
                _depth--;
                break;
        }

        return index + 1;
    }

    private static QmpProtocolException NoObject(ReadOnlySequence<byte> buffer)
    {
        byte[] start = buffer.Slice(0, Math.Min(buffer.Length, 40)).ToArray();
        string text = string.Concat(Encoding.ASCII.GetString(start).Select(c => char.IsControl(c) ? '.' : c));
        return new QmpProtocolException(
            $"The peer does not speak QMP: it sent '{text}' where an object was due. A human monitor (-monitor) looks so; QMP is -qmp, or -mon with mode=control."
        );
    }
}
