using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <content>Conversions. Each is exact, and a C# null converts to a C# null.</content>
/// <remarks>
/// C# converts smaller integers to <see cref="uint"/> or <see cref="long"/> first. The operators whose operands are not
/// nullable prevent ambiguities: constants convert to several integer types, and <see cref="char"/> to a number.
/// </remarks>
public sealed partial class QmpValue
{
    /// <summary>Converts a string.</summary>
    /// <param name="value">The string; null converts to null.</param>
    /// <exception cref="QmpArgumentException">The string contains characters that cannot be sent.</exception>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(string? value)
    {
        if (value is null)
        {
            return null;
        }

        TextValidator.Validate(value, "The string");
        return Write(writer => writer.WriteStringValue(value));
    }

    /// <summary>Converts a character to a string.</summary>
    /// <exception cref="QmpArgumentException">The character cannot be sent.</exception>
    public static implicit operator QmpValue(char value) => value.ToString();

    /// <summary>Converts a character to a string.</summary>
    /// <exception cref="QmpArgumentException">The character cannot be sent.</exception>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(char? value) => value?.ToString();

    /// <summary>Converts a boolean.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(bool? value) =>
        value is { } boolean ? Parse(boolean ? "true" : "false") : null;

    /// <summary>Converts an integer.</summary>
    public static implicit operator QmpValue(uint value) => FromNumber<uint>(value);

    /// <summary>Converts an integer.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(uint? value) => FromNumber(value);

    /// <summary>Converts an integer.</summary>
    public static implicit operator QmpValue(long value) => FromNumber<long>(value);

    /// <summary>Converts an integer.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(long? value) => FromNumber(value);

    /// <summary>Converts an integer.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(ulong? value) => FromNumber(value);

    /// <summary>Converts an integer. QEMU rounds integers of more than 64 bits to <see cref="double"/>.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(Int128? value) => FromNumber(value);

    /// <summary>Converts an integer. QEMU rounds integers of more than 64 bits to <see cref="double"/>.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(UInt128? value) => FromNumber(value);

    /// <summary>Converts an integer. QEMU rounds integers of more than 64 bits to <see cref="double"/>.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(BigInteger? value) => FromNumber(value);

    /// <summary>Converts a number to the shortest text that identifies it: <c>0.1f</c> to <c>0.1</c>.</summary>
    /// <exception cref="QmpArgumentException">The number is infinite or NaN.</exception>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(Half? value) => FromNumber(value);

    /// <summary>Converts a number to the shortest text that identifies it: <c>0.1f</c> to <c>0.1</c>.</summary>
    /// <exception cref="QmpArgumentException">The number is infinite or NaN.</exception>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(float? value) => FromNumber(value);

    /// <summary>Converts a number to the shortest text that identifies it.</summary>
    /// <exception cref="QmpArgumentException">The number is infinite or NaN.</exception>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(double? value) => FromNumber(value);

    /// <summary>Converts a number. QEMU rounds it to <see cref="double"/>.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(decimal? value) => FromNumber(value);

    /// <summary>Converts a copy of an object.</summary>
    /// <exception cref="QmpArgumentException">The name of a member cannot be sent.</exception>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(QmpObject? value) => value is null ? null : Write(value.WriteTo);

    /// <summary>Converts a copy of a JSON value.</summary>
    /// <exception cref="QmpArgumentException">The element is undefined, or its text is not valid
    /// Unicode.</exception>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(JsonElement? value) => value is { } json ? new(json) : null;

    /// <summary>Converts a copy of a JSON value.</summary>
    /// <exception cref="QmpArgumentException">The text is not valid Unicode, or the value is nested too
    /// deeply.</exception>
    [return: NotNullIfNotNull(nameof(value))]
    public static implicit operator QmpValue?(JsonNode? value) => value is null ? null : From(value);

    /// <summary>Converts to a JSON value.</summary>
    public static implicit operator JsonElement(QmpValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Json;
    }

    /// <summary>Converts a copy of a JSON value.</summary>
    /// <exception cref="QmpArgumentException">The text is not valid Unicode, or the value is nested too
    /// deeply.</exception>
    public static QmpValue From(JsonNode value)
    {
        ArgumentNullException.ThrowIfNull(value);
        try
        {
            return Write(writer => value.WriteTo(writer));
        }
        catch (InvalidOperationException e)
        {
            throw TextValidator.CreateInvalid(TextValidator.AnyText, e);
        }
    }

    /// <summary>Converts a generated object, union or alternate. Generated enums add a method each.</summary>
    /// <exception cref="QmpArgumentException">The object contains a value that cannot be sent.</exception>
    public static QmpValue From(IQmpConvertible value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.ToQmpValue();
    }

    /// <summary>Serializes an object of any type with source-generated metadata.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="value">The object; null is serialized as JSON null.</param>
    /// <param name="typeInfo">The metadata, such as <c>MyContext.Default.MyOptions</c>.</param>
    /// <exception cref="QmpArgumentException">The text is not valid Unicode, or the object is nested too
    /// deeply.</exception>
    public static QmpValue From<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        try
        {
            return Write(writer => JsonSerializer.Serialize(writer, value, typeInfo));
        }
        catch (JsonException e) when (e.InnerException is InvalidOperationException)
        {
            // The serializer throws this if a JsonElement or JsonNode in the object is not valid Unicode.
            throw TextValidator.CreateInvalid(TextValidator.AnyText, e);
        }
    }

    [return: NotNullIfNotNull(nameof(value))]
    private static QmpValue? FromNumber<T>(T? value)
        where T : struct, INumberBase<T>
    {
        if (value is not { } number)
        {
            return null;
        }

        string text = number.ToString(null, CultureInfo.InvariantCulture);
        return T.IsFinite(number)
            ? Parse(text)
            : throw new QmpArgumentException($"The number {text} cannot be represented in JSON. Use a finite number.");
    }

    private static QmpValue Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, JsonDefaults.WriterOptions);
        try
        {
            write(writer);
        }
        catch (InvalidOperationException e) when (writer.CurrentDepth >= JsonDefaults.MaxSentDepth)
        {
            throw JsonDefaults.CreateTooDeep(e);
        }

        writer.Flush();
        return Parse(buffer.WrittenSpan);
    }
}
