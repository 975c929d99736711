using System.Buffers;
using System.Numerics;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>Splits received bytes into JSON objects.</summary>
/// <remarks>
/// <para>Objects end at their closing brace. Line ends are not significant: a monitor with <c>pretty=on</c> sends an
/// object in many lines. Reads may split or join messages anywhere.</para>
/// <para>A 0xFF, which JSON cannot contain, discards an incomplete object. A restarted guest agent leaves such objects
/// behind.</para>
/// <para>The framer stores its position, so that each byte is scanned once.</para>
/// </remarks>
/// <param name="limit">The initial maximum size of an object.</param>
/// <param name="noise">Counts other bytes between objects, which are skipped. If null, they are an error.</param>
internal sealed class QmpFramer(MessageLimit limit, NoiseLimit? noise = null)
{
    /// <summary>The byte that precedes a sync response and resets the parsers of both sides.</summary>
    public const byte Delimiter = 0xFF;

    private static readonly SearchValues<byte> s_between = SearchValues.Create(
        " \t\r\n"u8.ToArray().Append(Delimiter).ToArray()
    );

    private bool _hasDelimiter; // since the start of the current object
    private int _scanned; // the length of the scanned part of the current object
    private int _depth;
    private JsonTextState _text;

    /// <summary>The maximum size of an object.</summary>
    public MessageLimit Limit { get; set; } = limit;

    /// <summary>Whether an object is incomplete.</summary>
    public bool InMessage => _depth > 0;

    /// <summary>Whether a 0xFF precedes the current object.</summary>
    public bool IsDelimited { get; private set; }

    /// <summary>Removes the next complete object from the received bytes.</summary>
    /// <param name="bytes">The bytes that were not removed. If they start with an incomplete object, the next call must
    /// pass them again.</param>
    /// <param name="message">The object, which refers to the bytes.</param>
    /// <returns>False if more bytes are required.</returns>
    /// <exception cref="QmpProtocolException">The next bytes are not an object, it is too large, or there is too much
    /// noise.</exception>
    public bool TryRead(ref ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> message)
    {
        message = default;
        while (_depth > 0 || FindStart(ref bytes))
        {
            bool ended = FindEnd(bytes.Span);
            if (_scanned > Limit.Bytes)
            {
                throw Limit.CreateException();
            }

            if (!ended)
            {
                return false;
            }

            ReadOnlyMemory<byte> json = bytes[.._scanned];
            bytes = bytes[_scanned..];
            _scanned = 0;
            if (!_hasDelimiter)
            {
                message = json;
                return true;
            }

            noise?.AddObject(json.Length);
        }

        return false;
    }

    private bool FindStart(ref ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        int start = noise is not null ? span.IndexOf((byte)'{') : span.IndexOfAnyExcept(s_between);
        int skipped = start < 0 ? span.Length : start;
        _hasDelimiter |= span[..skipped].Contains(Delimiter);
        noise?.AddBytes(skipped);
        bytes = bytes[skipped..];
        if (start < 0)
        {
            return false;
        }

        IsDelimited = _hasDelimiter;
        _hasDelimiter = false;
        return span[start] == (byte)'{' ? true : throw CreateNotQmpException(bytes.Span);
    }

    /// <summary>Continues to search for the end of the current object, which may be a 0xFF.</summary>
    private bool FindEnd(ReadOnlySpan<byte> bytes)
    {
        JsonBlockReader blocks = new(bytes[_scanned..], _text);
        while (blocks.MoveNext())
        {
            ulong openings = blocks.Openings;
            ulong delimiters = blocks.Delimiters;
            for (ulong marks = openings | blocks.Closings | delimiters; marks != 0; marks &= marks - 1)
            {
                ulong mark = marks & (0 - marks);
                _hasDelimiter |= (delimiters & mark) != 0;
                _depth +=
                    _hasDelimiter ? -_depth
                    : (openings & mark) != 0 ? 1
                    : -1;
                if (_depth == 0)
                {
                    _scanned += blocks.Position + BitOperations.TrailingZeroCount(mark) + 1;
                    _text = default;
                    return true;
                }
            }
        }

        _scanned = bytes.Length;
        _text = blocks.State;
        return false;
    }

    private static QmpProtocolException CreateNotQmpException(ReadOnlySpan<byte> bytes) =>
        new(
            $"The peer does not speak QMP: it sent '{PeerText.GetStart(bytes)}' instead of a JSON object. "
                + "If it is a human monitor (-monitor), use -qmp, or -mon with mode=control."
        );
}
