using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace QmpGen;

/// <summary>Any JSON value: the QAPI type <c>any</c>, or the value of an extra argument.</summary>
/// <remarks>
/// Converts implicitly from strings, booleans and numbers, and to and from <see cref="JsonElement"/>. Equal to another
/// value that is the same JSON. A C# null means that the member is absent; <see cref="Null"/> is JSON null. Immutable
/// and thread-safe.
/// </remarks>
public sealed partial class QmpValue : IEquatable<QmpValue>
{
    /// <summary>Initializes a new instance with a copy of a JSON value.</summary>
    /// <param name="json">The value.</param>
    /// <exception cref="QmpArgumentException">The element is undefined.</exception>
    public QmpValue(JsonElement json) =>
        Json =
            json.ValueKind != JsonValueKind.Undefined
                ? json.Clone()
                : throw new QmpArgumentException(
                    "An undefined JsonElement is not a JSON value. Use QmpValue.Null for JSON null."
                );

    /// <summary>JSON null.</summary>
    public static QmpValue Null { get; } = Parse("null");

    /// <summary>The value as a <see cref="JsonElement"/>.</summary>
    public JsonElement Json { get; }

    /// <summary>The kind of the value.</summary>
    public JsonValueKind Kind => Json.ValueKind;

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

    /// <summary>Converts a boolean.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator QmpValue(bool value) => Parse(value ? "true" : "false");

    /// <summary>Converts an integer.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator QmpValue(long value) => Write(writer => writer.WriteNumberValue(value));

    /// <summary>Converts a number.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="QmpArgumentException">The number is infinite or NaN.</exception>
    public static implicit operator QmpValue(double value) =>
        double.IsFinite(value)
            ? Write(writer => writer.WriteNumberValue(value))
            : throw new QmpArgumentException(
                $"The number {value.ToString(CultureInfo.InvariantCulture)} cannot be represented in JSON."
            );

    /// <summary>Converts a JSON value.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="QmpArgumentException">The element is undefined.</exception>
    public static implicit operator QmpValue(JsonElement value) => new(value);

    /// <summary>Converts to a JSON value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator JsonElement(QmpValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Json;
    }

    /// <summary>Parses JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    public static QmpValue Parse(string json) => new(JsonElement.Parse(json, JsonDefaults.DocumentOptions));

    /// <inheritdoc/>
    public bool Equals(QmpValue? other)
    {
        try
        {
            return other is not null && JsonElement.DeepEquals(Json, other.Json);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentOutOfRangeException)
        {
            // Strings with invalid UTF-8 and numbers with a huge exponent can only be compared byte by byte.
            return GetUtf8(this).SequenceEqual(GetUtf8(other!));
        }
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QmpValue);

    /// <inheritdoc/>
    /// <remarks>
    /// Only the kind counts, because equal values can be written differently: <c>1.0</c> and <c>1</c>, or members in
    /// another order.
    /// </remarks>
    public override int GetHashCode() => Kind.GetHashCode();

    /// <summary>Returns the value as JSON text on one line.</summary>
    /// <returns>The text, with U+FFFD in place of bytes that are not valid UTF-8.</returns>
    /// <remarks>A monitor with <c>pretty=on</c> sends values on several lines.</remarks>
    public override string ToString() => LineBreaks().Replace(Encoding.UTF8.GetString(GetUtf8(this)), " ");

    // A JSON string does not contain line breaks.
    [GeneratedRegex("[\r\n]\\s*")]
    private static partial Regex LineBreaks();

    private static ReadOnlySpan<byte> GetUtf8(QmpValue value) => JsonMarshal.GetRawUtf8Value(value.Json);

    private static QmpValue Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, JsonDefaults.WriterOptions))
        {
            write(writer);
        }

        return new(JsonElement.Parse(buffer.WrittenSpan, JsonDefaults.DocumentOptions));
    }
}
