using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <summary>Reads the values of one message, for generated code.</summary>
/// <remarks>
/// Reading ignores unknown members and keeps unknown enum values, so that a newer QEMU does not break a reply. Each
/// method starts at the first token of a value and ends at its last. Not thread-safe, and valid only while the bytes
/// are valid.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref partial struct QmpReader
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly LargeMessage? _large;
    private Utf8JsonReader _json;
    private int _tokenCount;
    private string? _member;

    /// <summary>Initializes a reader at the first token of a JSON value.</summary>
    /// <param name="json">The complete value as UTF-8.</param>
    /// <param name="context">The description of the message, for exceptions.</param>
    /// <exception cref="QmpProtocolException">The bytes are not JSON.</exception>
    public QmpReader(ReadOnlySpan<byte> json, QmpReadContext context)
        : this(json, default, context) { }

    /// <summary>Initializes a reader of bytes that values can refer to.</summary>
    /// <inheritdoc cref="QmpReader(ReadOnlySpan{byte}, QmpReadContext)"/>
    internal QmpReader(ReadOnlyMemory<byte> json, QmpReadContext context)
        : this(json.Span, json, context) { }

    private QmpReader(ReadOnlySpan<byte> json, ReadOnlyMemory<byte> memory, QmpReadContext context)
    {
        Context = context;
        _message = json;
        _large = json.Length < LargeMessage.MinBytes ? null : new LargeMessage(memory, json.Length);
        _json = new Utf8JsonReader(json, JsonDefaults.ReaderOptions);
        if (json.Length > PeerText.MaxLength && !JsonValidator.HasValidLiterals(json))
        {
            throw new QmpProtocolException(
                $"{Capitalize(context.Subject)} contains a word that is not true, false or null."
            );
        }

        Advance();
    }

    /// <summary>The description of the message, for exceptions.</summary>
    public QmpReadContext Context { get; }

    /// <summary>The kind of the current token, which selects the branch of an alternate.</summary>
    public readonly JsonTokenType TokenType => _json.TokenType;

    /// <summary>The position of the current token in the message, for <see cref="GetValue"/>.</summary>
    public readonly int Position => (int)_json.TokenStartIndex;

    /// <summary>Enters an object.</summary>
    /// <returns>An empty set of members, for <see cref="TryReadMember"/>.</returns>
    /// <exception cref="QmpProtocolException">The value is not an object, or it is nested too deeply.</exception>
    public readonly QmpSeenMembers ReadStartObject()
    {
        Expect(JsonTokenType.StartObject, "an object");

        // The peer chooses the depth of recursive types. A stack overflow would end the process.
        return RuntimeHelpers.TryEnsureSufficientExecutionStack()
            ? default
            : throw new QmpProtocolException(
                $"{Capitalize(Context.Subject)} is nested too deeply for the stack of this thread."
            );
    }

    /// <summary>Moves to the value of the next known member, and skips unknown members.</summary>
    /// <param name="members">The known members of the object.</param>
    /// <param name="seen">The members read so far.</param>
    /// <param name="index">The index of the member in <paramref name="members"/>.</param>
    /// <returns><see langword="false"/> at the end of the object.</returns>
    /// <exception cref="QmpProtocolException">A known member occurs twice, or a required one is missing.</exception>
    public bool TryReadMember(QmpMembers members, ref QmpSeenMembers seen, out int index)
    {
        ArgumentNullException.ThrowIfNull(members);
        for (Advance(); _json.TokenType == JsonTokenType.PropertyName; Advance())
        {
            index = members.IndexOf(ref _json);
            Advance();
            if (index >= 0)
            {
                _member = members[index];
                return seen.Add(index)
                    ? true
                    : throw new QmpProtocolException($"Duplicate member '{_member}' in {Context.Subject}.");
            }

            SkipValue();
        }

        index = -1;
        return seen.ContainsAll(members.RequiredCount) ? false : throw CreateMissing([.. members.GetMissing(seen)]);
    }

    /// <summary>Copies the reader, so that one object can be read twice.</summary>
    /// <param name="copy">The copy, which reads independently.</param>
    /// <returns>A reference to the copy.</returns>
    public readonly ref QmpReader CopyTo([UnscopedRef] out QmpReader copy)
    {
        copy = this;
        return ref copy;
    }

    /// <summary>Skips an object.</summary>
    /// <exception cref="QmpProtocolException">The value is not an object.</exception>
    public void SkipObject()
    {
        Expect(JsonTokenType.StartObject, "an object");
        SkipValue();
    }

    /// <summary>Finds the tag of a flat union without moving the reader.</summary>
    /// <typeparam name="TEnum">The enum of the tag.</typeparam>
    /// <param name="tag">The wire name of the tag.</param>
    /// <param name="table">The wire names of the enum.</param>
    /// <returns>The value of the tag.</returns>
    /// <exception cref="QmpProtocolException">The value is not an object, or the tag is missing.</exception>
    public readonly TEnum PeekTag<TEnum>(string tag, QmpEnumTable<TEnum> table)
        where TEnum : struct, Enum => FindTag(tag, table) ?? throw CreateMissing([tag]);

    /// <summary>Finds the tag of a flat union that some QEMU releases send without it.</summary>
    /// <typeparam name="TEnum">The enum of the tag.</typeparam>
    /// <param name="tag">The wire name of the tag.</param>
    /// <param name="table">The wire names of the enum.</param>
    /// <param name="missing">The value if the tag is missing.</param>
    /// <returns>The value of the tag.</returns>
    /// <exception cref="QmpProtocolException">The value is not an object.</exception>
    public readonly TEnum PeekTag<TEnum>(string tag, QmpEnumTable<TEnum> table, TEnum missing)
        where TEnum : struct, Enum => FindTag(tag, table) ?? missing;

    /// <summary>Reads a string.</summary>
    /// <returns>The string.</returns>
    /// <exception cref="QmpProtocolException">The value is not a string, or is not valid Unicode.</exception>
    public readonly string ReadString()
    {
        Expect(JsonTokenType.String, "a string");
        try
        {
            return _large is null ? _json.GetString()! : _large.Strings.GetOrAdd(in _json);
        }
        catch (InvalidOperationException e)
        {
            throw new QmpProtocolException($"{DescribePlace()} is a string that is not valid Unicode.", e);
        }
    }

    /// <summary>Reads a boolean.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="QmpProtocolException">The value is not a boolean.</exception>
    public readonly bool ReadBoolean() =>
        _json.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw CreateUnexpected("a boolean"),
        };

    /// <summary>Reads an integer whose width is unknown.</summary>
    /// <returns>The value. As in QEMU, a value above 2^63-1 keeps its bits and becomes negative.</returns>
    /// <exception cref="QmpProtocolException">The value is not a 64-bit integer.</exception>
    public readonly long ReadInt64() => unchecked((long)ReadBits());

    /// <summary>Reads an integer of a given width.</summary>
    /// <typeparam name="T">The integer type.</typeparam>
    /// <returns>The value. As in QEMU, a negative value read as <see cref="ulong"/> keeps its bits.</returns>
    /// <exception cref="QmpProtocolException">The value is not an integer, or is out of range.</exception>
    public readonly T ReadInteger<T>()
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (typeof(T) == typeof(ulong))
        {
            return T.CreateTruncating(ReadBits());
        }

        Expect(JsonTokenType.Number, "an integer");
        return
            _json.TryGetInt64(out long value)
            && value >= long.CreateChecked(T.MinValue)
            && value <= long.CreateChecked(T.MaxValue)
            ? T.CreateChecked(value)
            : throw CreateOutOfRange($"an integer from {T.MinValue} to {T.MaxValue}");
    }

    /// <summary>Reads a floating-point number.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="QmpProtocolException">The value is not a number, or is out of range.</exception>
    public readonly double ReadDouble()
    {
        Expect(JsonTokenType.Number, "a number");
        return _json.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : throw CreateOutOfRange("a 64-bit number");
    }

    /// <summary>Reads an enum value.</summary>
    /// <typeparam name="TEnum">The enum.</typeparam>
    /// <param name="table">The wire names of the enum.</param>
    /// <returns>The value. An unknown name becomes a number outside the declared range.</returns>
    /// <exception cref="QmpProtocolException">The value is not a string.</exception>
    public readonly TEnum ReadEnum<TEnum>(QmpEnumTable<TEnum> table)
        where TEnum : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(table);
        Expect(JsonTokenType.String, "a string");
        return table.TryRead(in _json, out TEnum known)
            ? known
            : QmpEnumTable<TEnum>.GetOrAddUnknown(ReadString(), Context.EnumTexts);
    }

    /// <summary>Reads any value.</summary>
    /// <returns>The value.</returns>
    public QmpValue ReadAny()
    {
        int start = Position;
        SkipValue();
        return GetValue(start);
    }

    /// <summary>Gets a value that has been read.</summary>
    /// <param name="start">The <see cref="Position"/> at its first token.</param>
    /// <returns>The value.</returns>
    public readonly QmpValue GetValue(int start)
    {
        Range place = start..(int)_json.BytesConsumed;
        ReadOnlySpan<byte> value = _message[place];
        return value.SequenceEqual("null"u8) ? QmpValue.Null
            : _large is null || value.Length < LargeMessage.MinBytes ? QmpValue.FromReceived(value.ToArray())
            : QmpValue.FromReceived(_large.GetBytes(_message)[place]);
    }

    /// <summary>Reads a generated type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="QmpProtocolException">The value does not match the schema.</exception>
    public T ReadObject<T>()
        where T : IQmpReadable<T> => T.Read(ref this);

    /// <summary>Reads the 64 bits of a signed or unsigned integer.</summary>
    private readonly ulong ReadBits()
    {
        Expect(JsonTokenType.Number, "an integer");
        return _json.TryGetInt64(out long value) ? unchecked((ulong)value)
            : _json.TryGetUInt64(out ulong large) ? large
            : throw CreateOutOfRange("a 64-bit integer");
    }

    private readonly void Expect(JsonTokenType kind, string expected)
    {
        if (_json.TokenType != kind)
        {
            throw CreateUnexpected(expected);
        }
    }
}
