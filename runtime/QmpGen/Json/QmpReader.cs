using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <summary>
/// Reads the values of one message: what the generated readers call. Tolerant, so that a newer QEMU never breaks a
/// reply: members that the
/// schema lacks are skipped, enum texts that it lacks are kept. Each method expects to stand at a value's first token
/// and leaves at its last.
/// </summary>
/// <remarks>Not safe for use by several threads; lives as long as the bytes do. A copy reads on by itself: the
/// generated unions look ahead with one.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref partial struct QmpReader
{
    private Utf8JsonReader _json;
    private string? _member;

    /// <summary>Stands at the first token of a JSON value.</summary>
    /// <param name="json">The value, whole, as UTF-8.</param>
    /// <param name="context">What it is, for messages.</param>
    /// <exception cref="QmpProtocolException">The bytes are not JSON.</exception>
    public QmpReader(ReadOnlySpan<byte> json, QmpReadContext context)
    {
        Context = context;
        _json = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = WireRules.MaxReceivedDepth });
        Advance();
    }

    /// <summary>What is being read, for messages.</summary>
    public QmpReadContext Context { get; }

    /// <summary>The kind of the token at which the reader stands: how an alternate tells its branches apart.</summary>
    public readonly JsonTokenType TokenType => _json.TokenType;

    /// <summary>Enters an object.</summary>
    /// <returns>The count of what was there, for <see cref="TryReadMember"/>.</returns>
    /// <exception cref="QmpProtocolException">The value is no object, or nested deeper than this thread's stack allows
    /// to read.</exception>
    public readonly QmpSeenMembers ReadStartObject()
    {
        Expect(JsonTokenType.StartObject, "an object");

        // A type that holds itself is read by recursion, and the depth is the peer's to choose: without a stack the
        // process would end.
        return RuntimeHelpers.TryEnsureSufficientExecutionStack()
            ? default
            : throw new QmpProtocolException(
                $"{Capitalised(Context.Subject)} is nested deeper than the stack of this thread allows to read."
            );
    }

    /// <summary>Moves to the next member that the schema lists, and skips the others.</summary>
    /// <param name="members">The members of the object.</param>
    /// <param name="seen">Keeps count of what was there.</param>
    /// <param name="index">The member's index in <paramref name="members"/>.</param>
    /// <returns>False at the end of the object.</returns>
    /// <exception cref="QmpProtocolException">A mandatory member is missing at the object's end, or one that the schema
    /// lists is there twice.</exception>
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
                    : throw new QmpProtocolException($"{Place()} is there twice, so that it has no one value.");
            }

            Skip();
        }

        index = -1;
        return seen.ContainsAll(members.Mandatory) ? false : throw Missing([.. members.Missing(seen)]);
    }

    /// <summary>Passes over an object of which nothing is read.</summary>
    /// <exception cref="QmpProtocolException">The value is no object.</exception>
    public void SkipObject()
    {
        Expect(JsonTokenType.StartObject, "an object");
        Skip();
    }

    /// <summary>Looks ahead for a flat union's tag, which may stand anywhere in the object; the reader does not
    /// move.</summary>
    /// <typeparam name="TEnum">The tag's enum.</typeparam>
    /// <param name="tag">The tag's wire name.</param>
    /// <param name="table">The enum's texts.</param>
    /// <returns>The tag.</returns>
    /// <exception cref="QmpProtocolException">The value is no object or has no such member.</exception>
    public readonly TEnum PeekTag<TEnum>(string tag, QmpEnumTable<TEnum> table)
        where TEnum : struct, Enum
    {
        Expect(JsonTokenType.StartObject, "an object");
        ReadOnlySpan<byte> utf8 = Encoding.UTF8.GetBytes(tag);
        QmpReader ahead = this;
        for (ahead.Advance(); ahead._json.TokenType == JsonTokenType.PropertyName; ahead.Advance())
        {
            bool found = ahead._json.Is(utf8);
            ahead.Advance();
            if (found)
            {
                ahead._member = tag;
                return ahead.ReadEnum(table);
            }

            ahead.Skip();
        }

        throw Missing([tag]);
    }

    /// <summary>Reads a string.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="QmpProtocolException">The value is no string, or not one that .NET can hold.</exception>
    public readonly string ReadString()
    {
        Expect(JsonTokenType.String, "a string");
        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new QmpProtocolException($"{Place()} is a string that is not valid Unicode.", e);
        }
    }

    /// <summary>Reads a boolean.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="QmpProtocolException">The value is no boolean.</exception>
    public readonly bool ReadBoolean() =>
        _json.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            _ => throw Unexpected("a boolean"),
        };

    /// <summary>Reads an integer of whichever of QEMU's widths.</summary>
    /// <returns>The value; one above 2^63-1 keeps its bits, as QEMU's own parser does it.</returns>
    /// <exception cref="QmpProtocolException">The value is no integer of 64 bits.</exception>
    public readonly long ReadInt64() => unchecked((long)Bits());

    /// <summary>Reads an integer of one of QEMU's widths.</summary>
    /// <typeparam name="T">The integer.</typeparam>
    /// <returns>The value; a negative one is a <see cref="ulong"/> of the same bits, as QEMU's own parser reads
    /// it.</returns>
    /// <exception cref="QmpProtocolException">The value is no integer, or out of the width's range.</exception>
    public readonly T ReadInteger<T>()
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (typeof(T) == typeof(ulong))
        {
            return T.CreateTruncating(Bits());
        }

        Expect(JsonTokenType.Number, "an integer");
        return
            _json.TryGetInt64(out long value)
            && value >= long.CreateChecked(T.MinValue)
            && value <= long.CreateChecked(T.MaxValue)
            ? T.CreateChecked(value)
            : throw Unexpected($"an integer from {T.MinValue} to {T.MaxValue}");
    }

    /// <summary>Reads a number, which may have a fraction.</summary>
    /// <returns>The value.</returns>
    /// <exception cref="QmpProtocolException">The value is no number.</exception>
    public readonly double ReadDouble()
    {
        Expect(JsonTokenType.Number, "a number");
        return _json.TryGetDouble(out double value) && double.IsFinite(value)
            ? value
            : throw Unexpected("a number of 64 bits");
    }

    /// <summary>Reads an enum value.</summary>
    /// <typeparam name="TEnum">The enum.</typeparam>
    /// <param name="table">Its texts.</param>
    /// <returns>The value; a text that the schema lacks becomes a number outside the declared ones.</returns>
    /// <exception cref="QmpProtocolException">The value is no string.</exception>
    public readonly TEnum ReadEnum<TEnum>(QmpEnumTable<TEnum> table)
        where TEnum : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(table);
        Expect(JsonTokenType.String, "a string");
        return table.TryRead(in _json, out TEnum known) ? known : table.Unknown(ReadString(), Context.Logger);
    }

    /// <summary>Reads any value as it is.</summary>
    /// <returns>The value.</returns>
    public QmpValue ReadAny()
    {
        try
        {
            return new QmpValue(JsonElement.ParseValue(ref _json));
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }
    }

    /// <summary>Reads a generated type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>The value.</returns>
    /// <exception cref="QmpProtocolException">The value does not have the type's shape.</exception>
    public T ReadObject<T>()
        where T : IQmpReadable<T> => T.Read(ref this);

    /// <summary>The 64 bits of an integer, signed or not.</summary>
    private readonly ulong Bits()
    {
        Expect(JsonTokenType.Number, "an integer");
        return _json.TryGetInt64(out long value) ? unchecked((ulong)value)
            : _json.TryGetUInt64(out ulong large) ? large
            : throw Unexpected("an integer of 64 bits");
    }

    private void Advance()
    {
        try
        {
            _json.Read();
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }
    }

    private void Skip()
    {
        try
        {
            _json.Skip();
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }
    }

    private readonly void Expect(JsonTokenType kind, string expected)
    {
        if (_json.TokenType != kind)
        {
            throw Unexpected(expected);
        }
    }

    private readonly string Place() =>
        _member is null ? Capitalised(Context.Subject) : $"The member '{_member}' in {Context.Subject}";

    private readonly QmpProtocolException Missing(string[] members) =>
        new(
            $"{Capitalised(Context.Subject)} lacks the {(members.Length == 1 ? "member" : "members")} {string.Join(", ", members.Select(name => $"'{name}'"))}, "
                + $"mandatory in the schema of QEMU {Context.SchemaVersion} that the bindings were made from; QEMU {Context.ServerVersion} sent it. "
                + "Bindings made from a dump of that QEMU will read it."
        );

    private readonly QmpProtocolException Unexpected(string expected) =>
        new(
            $"{Place()} should be {expected} by the schema of QEMU {Context.SchemaVersion}, and is {Describe(_json.TokenType)} from QEMU {Context.ServerVersion}."
        );

    private readonly QmpProtocolException Malformed(JsonException e) =>
        new($"{Capitalised(Context.Subject)} is not valid JSON: {e.Message}", e);

    private static string Capitalised(string text) =>
        string.Concat(char.ToUpperInvariant(text[0]).ToString(), text.AsSpan(1));

    private static string Describe(JsonTokenType kind) =>
        kind switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => "a string",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "a boolean",
            JsonTokenType.Null => "null",
            _ => "something else",
        };
}
