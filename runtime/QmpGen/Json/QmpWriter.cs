using System.Buffers;
using System.ComponentModel;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace QmpGen.CodeGeneration;

/// <summary>Writes one item of a list.</summary>
/// <typeparam name="T">The type of the item.</typeparam>
/// <param name="writer">The writer.</param>
/// <param name="value">The item.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate void QmpWriteAction<in T>(QmpWriter writer, T value);

/// <summary>Writes the values of one message, for generated code.</summary>
/// <remarks>
/// Writing is strict: it rejects values that QEMU cannot parse or that are not in the schema. QEMU would report such
/// values without naming the request. The JSON is compact because QEMU needs about 6 µs for each byte of a request. Not
/// thread-safe.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class QmpWriter : IDisposable
{
    // A larger buffer is not kept for the next message.
    private const int MaxKeptSize = 16 * 1024;

    [ThreadStatic]
    private static QmpWriter? t_cached;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;
    private string _member = "";
    private bool _hasForeignJson;

    /// <summary>The current value as the start of a sentence. A value outside an object does not have a name.</summary>
    private string Subject => _member.Length > 0 ? $"The member '{_member}'" : "The value";

    /// <summary>Initializes a writer with an empty message.</summary>
    public QmpWriter() => _json = new Utf8JsonWriter(_buffer, JsonDefaults.WriterOptions);

    /// <summary>Writes a complete value to a new array.</summary>
    /// <param name="write">Writes the value.</param>
    /// <returns>The JSON as UTF-8.</returns>
    /// <exception cref="QmpArgumentException">A value cannot be parsed by QEMU or is not in the schema.</exception>
    public static byte[] ToUtf8(Action<QmpWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return ToUtf8(write, static (writer, write) => write(writer));
    }

    /// <inheritdoc cref="ToUtf8(Action{QmpWriter})"/>
    internal static byte[] ToUtf8<TState>(TState state, Action<QmpWriter, TState> write)
    {
        // Writing a value can write another one, so the writer is not available meanwhile.
        QmpWriter writer = t_cached ?? new QmpWriter();
        t_cached = null;
        write(writer, state);
        ReadOnlyMemory<byte> json = writer.Finish();
        byte[] copy = json.ToArray();
        if (json.Length <= MaxKeptSize)
        {
            writer.Reset();
            t_cached = writer;
        }

        return copy;
    }

    /// <summary>Starts an object.</summary>
    public void WriteStartObject()
    {
        CheckDepth();
        _json.WriteStartObject();
    }

    /// <summary>Ends an object.</summary>
    public void WriteEndObject() => _json.WriteEndObject();

    /// <summary>Writes the name of a member.</summary>
    /// <param name="name">The wire name.</param>
    /// <remarks>The next call must write its value.</remarks>
    public void WritePropertyName(string name)
    {
        TextValidator.ValidateName(name, "The member name");
        _member = name;
        _json.WritePropertyName(name);
    }

    /// <summary>Writes a string.</summary>
    /// <param name="value">The string.</param>
    /// <exception cref="QmpArgumentException">The string contains a lone surrogate or a noncharacter.</exception>
    public void WriteString(string value)
    {
        RequireValue(value);
        if (!Ascii.IsValid(value))
        {
            TextValidator.Validate(value, Subject);
        }

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

    /// <summary>Writes a floating-point number.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="QmpArgumentException">The number is infinite or NaN.</exception>
    public void WriteDouble(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new QmpArgumentException(
                $"{Subject} is {value.ToString(CultureInfo.InvariantCulture)}, "
                    + "which cannot be represented in JSON. Use a finite number."
            );
        }

        _json.WriteNumberValue(value);
    }

    /// <summary>Writes JSON null.</summary>
    public void WriteNull() => _json.WriteNullValue();

    /// <summary>Writes any value.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="QmpArgumentException">The value is null, invalid, or nested too deeply.</exception>
    public void WriteAny(QmpValue value)
    {
        RequireValue(value);
        _hasForeignJson = true;

        // WriteTo would silently replace invalid UTF-8.
        if (!Utf8.IsValid(JsonMarshal.GetRawUtf8Value(value.Json)))
        {
            throw new QmpArgumentException(
                $"{DescribeForeignValue()} contains bytes that are not valid UTF-8, which cannot be sent. Use UTF-8."
            );
        }

        try
        {
            value.Json.WriteTo(_json);
        }
        catch (InvalidOperationException e)
        {
            throw _json.CurrentDepth >= JsonDefaults.MaxSentDepth
                ? JsonDefaults.CreateTooDeep(e)
                : new QmpArgumentException(
                    $"{DescribeForeignValue()} contains a string with a lone surrogate, which cannot be sent. "
                        + "Use valid Unicode text.",
                    e
                );
        }
    }

    /// <summary>Writes an object with its braces.</summary>
    /// <param name="value">The object.</param>
    /// <exception cref="QmpArgumentException">A member cannot be sent, or the object is nested too deeply.</exception>
    public void WriteObject(IQmpObject value)
    {
        RequireValue(value);
        WriteStartObject();
        value.WriteMembers(this);
        WriteEndObject();
    }

    /// <summary>Writes the members of a union that is a command's argument, without braces.</summary>
    /// <param name="value">The union.</param>
    /// <exception cref="QmpArgumentException">The union is null, or a member cannot be sent.</exception>
    public void WriteMembers(IQmpObject? value)
    {
        if (value is null)
        {
            throw new QmpArgumentException("The command's argument is a union that is null. Set it to a branch.");
        }

        value.WriteMembers(this);
    }

    /// <summary>Writes an enum value.</summary>
    /// <typeparam name="TEnum">The enum.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="table">The wire names of the enum.</param>
    /// <exception cref="QmpArgumentException">The value is 0 or unknown, so the schema does not declare it.</exception>
    public void WriteEnum<TEnum>(TEnum value, QmpEnumTable<TEnum> table)
        where TEnum : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!table.IsKnown(value))
        {
            string name = typeof(TEnum).Name;
            string text = table.GetWireName(value) is { Length: > 0 } unknown ? $"'{unknown}'" : $"{value}";
            throw new QmpArgumentException(
                text == "0"
                    ? $"{Subject} is not set. Set it to a value of {name}."
                    : $"{Subject} is {text}, a value that {name} does not declare. Use a declared value."
            );
        }

        _json.WriteStringValue(table.GetWireName(value));
    }

    /// <summary>Writes an array.</summary>
    /// <typeparam name="T">The items' type.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="writeItem">Writes one item.</param>
    /// <exception cref="QmpArgumentException">An item cannot be sent.</exception>
    public void WriteList<T>(QmpList<T> items, QmpWriteAction<T> writeItem)
    {
        ArgumentNullException.ThrowIfNull(writeItem);
        RequireValue(items);
        CheckDepth();
        _json.WriteStartArray();
        foreach (T item in items)
        {
            writeItem(
                this,
                item is null
                    ? throw new QmpArgumentException($"{Subject} is a list that contains null. Remove the null item.")
                    : item
            );
        }

        _json.WriteEndArray();
    }

    /// <summary>Writes a string as a list item.</summary>
    public static void WriteString(QmpWriter writer, string value) => ThrowIfNull(writer).WriteString(value);

    /// <summary>Writes a boolean as a list item.</summary>
    public static void WriteBoolean(QmpWriter writer, bool value) => ThrowIfNull(writer).WriteBoolean(value);

    /// <summary>Writes an integer as a list item.</summary>
    public static void WriteInteger(QmpWriter writer, long value) => ThrowIfNull(writer).WriteInteger(value);

    /// <summary>Writes an integer of a given width as a list item.</summary>
    public static void WriteInteger<T>(QmpWriter writer, T value)
        where T : struct, IBinaryInteger<T>
    {
        if (typeof(T) == typeof(ulong))
        {
            ThrowIfNull(writer).WriteInteger(ulong.CreateTruncating(value));
        }
        else
        {
            ThrowIfNull(writer).WriteInteger(long.CreateChecked(value));
        }
    }

    /// <summary>Writes a floating-point number as a list item.</summary>
    public static void WriteDouble(QmpWriter writer, double value) => ThrowIfNull(writer).WriteDouble(value);

    /// <summary>Writes any value as a list item.</summary>
    public static void WriteAny(QmpWriter writer, QmpValue value) => ThrowIfNull(writer).WriteAny(value);

    /// <summary>Writes an object as a list item.</summary>
    public static void WriteObject(QmpWriter writer, IQmpObject value) => ThrowIfNull(writer).WriteObject(value);

    /// <summary>Writes an alternate as a list item.</summary>
    public static void WriteAlternate(QmpWriter writer, IQmpAlternate value)
    {
        ArgumentNullException.ThrowIfNull(value);
        value.WriteValue(writer);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    /// <summary>Creates the exception for sending a branch of a union or alternate that the schema does not
    /// define.</summary>
    /// <param name="type">The name of the union or alternate.</param>
    /// <returns>The exception to throw.</returns>
    public static QmpArgumentException CreateUnknownBranchException(string type) =>
        new(
            $"Cannot send this {type}: it is a branch from a newer QEMU, which the schema does not define. "
                + "Use a branch of the schema, or generate the bindings from the newer schema."
        );

    /// <summary>Validates the message and returns it.</summary>
    /// <remarks>Call <see cref="Reset"/> before the next message.</remarks>
    /// <exception cref="QmpArgumentException">QEMU cannot parse a raw value.</exception>
    internal ReadOnlyMemory<byte> Finish()
    {
        _json.Flush();
        if (_hasForeignJson)
        {
            RequestValidator.Validate(_buffer.WrittenSpan);
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

    private static QmpWriter ThrowIfNull(QmpWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return writer;
    }

    private T RequireValue<T>(T? value)
        where T : class => value ?? throw new QmpArgumentException($"{Subject} cannot be null. Set it.");

    /// <summary>Describes a raw value as the start of a sentence.</summary>
    /// <remarks>Raw arguments do not have a member name.</remarks>
    private string DescribeForeignValue() =>
        _member.Length > 0 ? $"The member '{_member}'" : "A member of the arguments";

    private void CheckDepth()
    {
        if (_json.CurrentDepth >= JsonDefaults.MaxSentDepth)
        {
            throw JsonDefaults.CreateTooDeep(null);
        }
    }
}
