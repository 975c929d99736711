using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace QmpGen.CodeGeneration;

/// <summary>Writes one value: how <see cref="QmpWriter"/> writes the items of a list.</summary>
/// <typeparam name="T">What is written.</typeparam>
/// <param name="writer">Where to.</param>
/// <param name="value">The value.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void QmpWriteAction<in T>(QmpWriter writer, T value);

/// <summary>
/// Writes the values of one message: what the generated writers call. Strict, since QEMU answers a request that it
/// cannot parse without
/// saying which one it was: what it could not read, or the schema does not know, is refused before a byte leaves.
/// </summary>
/// <remarks>Not safe for use by several threads. Writes compact JSON: QEMU takes about 6 µs of latency for every byte
/// of a request.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class QmpWriter : IDisposable
{
    // QEMU reads UTF-8; escaping more than JSON demands would only make the request longer.
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = WireRules.MaxSentDepth,
        SkipValidation = false,
    };

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;
    private string _member = "";
    private bool _hasForeignJson;

    /// <summary>Starts an empty message.</summary>
    public QmpWriter() => _json = new Utf8JsonWriter(_buffer, s_options);

    /// <summary>Writes a complete value and returns its UTF-8.</summary>
    /// <param name="write">Writes the value.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="QmpArgumentException">A value is one that QEMU could not read or the schema does not
    /// know.</exception>
    public static byte[] ToUtf8(Action<QmpWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using QmpWriter writer = new();
        write(writer);
        return writer.Finish().ToArray();
    }

    /// <summary>Starts an object.</summary>
    public void WriteStartObject()
    {
        CheckDepth();
        _json.WriteStartObject();
    }

    /// <summary>Ends an object.</summary>
    public void WriteEndObject() => _json.WriteEndObject();

    /// <summary>Writes the name of a member whose value follows.</summary>
    /// <param name="name">The wire name.</param>
    public void WritePropertyName(string name)
    {
        WireRules.CheckText(name, $"The member name '{name}'");
        _member = name;
        _json.WritePropertyName(name);
    }

    /// <summary>Writes a string.</summary>
    /// <param name="value">The text.</param>
    /// <exception cref="QmpArgumentException">It holds a lone surrogate or a noncharacter, which QEMU could not
    /// read.</exception>
    public void WriteString(string value)
    {
        Present(value);
        WireRules.CheckText(value, $"The member '{_member}'");
        _json.WriteStringValue(value);
    }

    /// <summary>Writes a boolean.</summary>
    /// <param name="value">The value.</param>
    public void WriteBoolean(bool value) => _json.WriteBooleanValue(value);

    /// <summary>Writes an integer.</summary>
    /// <param name="value">The value.</param>
    public void WriteInteger(long value) => _json.WriteNumberValue(value);

    /// <summary>Writes an integer.</summary>
    /// <param name="value">The value.</param>
    public void WriteInteger(ulong value) => _json.WriteNumberValue(value);

    /// <summary>Writes a number.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="QmpArgumentException">It is infinite or not a number, for which JSON has no
    /// notation.</exception>
    public void WriteDouble(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new QmpArgumentException(
                $"The member '{_member}' is {value.ToString(CultureInfo.InvariantCulture)}, for which JSON has no notation."
            );
        }

        _json.WriteNumberValue(value);
    }

    /// <summary>Writes a null.</summary>
    public void WriteNull() => _json.WriteNullValue();

    /// <summary>Writes any value as it is.</summary>
    /// <param name="value">The value.</param>
    public void WriteAny(QmpValue value)
    {
        Present(value);
        _hasForeignJson = true;

        // What is no UTF-8 would be replaced without a word.
        if (!Utf8.IsValid(JsonMarshal.GetRawUtf8Value(value.Json)))
        {
            throw new QmpArgumentException($"{Foreign()} holds bytes that are not UTF-8 and cannot be sent as text.");
        }

        try
        {
            value.Json.WriteTo(_json);
        }
        catch (InvalidOperationException e)
        {
            throw _json.CurrentDepth >= WireRules.MaxSentDepth
                ? TooDeep(e)
                : new QmpArgumentException(
                    $"{Foreign()} holds a text with a lone surrogate, which is no character and cannot be sent.",
                    e
                );
        }
    }

    /// <summary>Writes an object with its braces.</summary>
    /// <param name="value">The object.</param>
    /// <exception cref="QmpArgumentException">A member cannot be sent, or the objects are nested too deep.</exception>
    public void WriteObject(IQmpObject value)
    {
        Present(value);
        WriteStartObject();
        value.WriteMembers(this);
        WriteEndObject();
    }

    /// <summary>Writes the members of an object into the object that is open: a command whose arguments are a
    /// union.</summary>
    /// <param name="value">The object.</param>
    /// <exception cref="QmpArgumentException">It is null, or a member cannot be sent.</exception>
    public void WriteMembers(IQmpObject? value)
    {
        if (value is null)
        {
            throw new QmpArgumentException("The arguments are null.");
        }

        value.WriteMembers(this);
    }

    /// <summary>Writes an enum value.</summary>
    /// <typeparam name="TEnum">The enum.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="table">Its texts.</param>
    /// <exception cref="QmpArgumentException">The schema does not declare the value: it is 0, "not set", or a text that
    /// QEMU sent.</exception>
    public void WriteEnum<TEnum>(TEnum value, QmpEnumTable<TEnum> table)
        where TEnum : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!table.IsKnown(value))
        {
            string what =
                table.WireName(value) is { Length: > 0 } text ? $"'{text}'"
                : value.ToString() is "0" ? "not set"
                : $"{value}";
            throw new QmpArgumentException(
                $"The member '{_member}' is {what}, which is no value of {typeof(TEnum).Name} in the schema."
            );
        }

        _json.WriteStringValue(table.WireName(value));
    }

    /// <summary>Writes an array.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="writeItem">Writes one.</param>
    /// <exception cref="QmpArgumentException">An item cannot be sent.</exception>
    public void WriteList<T>(QmpList<T> items, QmpWriteAction<T> writeItem)
    {
        ArgumentNullException.ThrowIfNull(writeItem);
        Present(items);
        CheckDepth();
        _json.WriteStartArray();
        foreach (T item in items)
        {
            writeItem(
                this,
                item is null
                    ? throw new QmpArgumentException($"The member '{_member}' is a list with a null in it.")
                    : item
            );
        }

        _json.WriteEndArray();
    }

    /// <summary>Writes a string: for lists.</summary>
    public static void WriteString(QmpWriter writer, string value) => Of(writer).WriteString(value);

    /// <summary>Writes a boolean: for lists.</summary>
    public static void WriteBoolean(QmpWriter writer, bool value) => Of(writer).WriteBoolean(value);

    /// <summary>Writes an integer: for lists.</summary>
    public static void WriteInteger(QmpWriter writer, long value) => Of(writer).WriteInteger(value);

    /// <summary>Writes an integer of one of QEMU's widths: for lists.</summary>
    public static void WriteInteger<T>(QmpWriter writer, T value)
        where T : struct, IBinaryInteger<T>
    {
        if (typeof(T) == typeof(ulong))
        {
            Of(writer).WriteInteger(ulong.CreateTruncating(value));
        }
        else
        {
            Of(writer).WriteInteger(long.CreateChecked(value));
        }
    }

    /// <summary>Writes a number: for lists.</summary>
    public static void WriteDouble(QmpWriter writer, double value) => Of(writer).WriteDouble(value);

    /// <summary>Writes any value: for lists.</summary>
    public static void WriteAny(QmpWriter writer, QmpValue value) => Of(writer).WriteAny(value);

    /// <summary>Writes an object: for lists.</summary>
    public static void WriteObject(QmpWriter writer, IQmpObject value) => Of(writer).WriteObject(value);

    /// <summary>Writes an alternate: for lists.</summary>
    public static void WriteAlternate(QmpWriter writer, IQmpAlternate value)
    {
        ArgumentNullException.ThrowIfNull(value);
        value.WriteValue(writer);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    /// <summary>The refusal of a union branch or alternate that the schema lacks: such a value can be received, not
    /// sent.</summary>
    /// <param name="type">The union's name.</param>
    /// <returns>The exception to throw.</returns>
    public static QmpArgumentException UnknownBranch(string type) =>
        new($"This {type} is a branch that the schema lacks, received from a newer QEMU. It can be read, not sent.");

    /// <summary>Checks what was written and gives it out; the next message starts empty after
    /// <see cref="Reset"/>.</summary>
    /// <exception cref="QmpArgumentException">A value made elsewhere is one that QEMU could not read.</exception>
    internal ReadOnlyMemory<byte> Finish()
    {
        _json.Flush();
        if (_hasForeignJson)
        {
            WireRules.CheckRequest(_buffer.WrittenSpan);
        }

        return _buffer.WrittenMemory;
    }

    internal void Reset()
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        _member = "";
        _hasForeignJson = false;
    }

    private static QmpWriter Of(QmpWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return writer;
    }

    private T Present<T>(T? value)
        where T : class =>
        value ?? throw new QmpArgumentException($"The member '{_member}' is null, which it cannot be.");

    /// <summary>Where a value stands that was made elsewhere, as the start of a sentence. Raw arguments are no member
    /// of anything.</summary>
    private string Foreign() => _member.Length > 0 ? $"The member '{_member}'" : "A member of the arguments";

    private void CheckDepth()
    {
        if (_json.CurrentDepth >= WireRules.MaxSentDepth)
        {
            throw TooDeep(null);
        }
    }

    private static QmpArgumentException TooDeep(Exception? inner) =>
        new(
            $"The arguments are nested deeper than {WireRules.MaxSentDepth} levels, which QEMU refuses to read.",
            inner
        );
}
