using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>
/// Any JSON value: QAPI's <c>any</c>, and the value of an extra argument. Converts implicitly from the simple types of
/// .NET and to
/// <see cref="JsonElement"/>. Equal to another value that is the same JSON.
/// </summary>
/// <remarks>Immutable, and safe for use by several threads. C# null means that a member is absent; <see cref="Null"/>
/// is JSON's null.</remarks>
public sealed class QmpValue : IEquatable<QmpValue>
{
    // .NET's own limit of 64 levels is far below QEMU's.
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = WireRules.MaxReceivedDepth };

    /// <summary>Wraps a JSON value, which is copied from the document that it belongs to.</summary>
    /// <param name="json">The value.</param>
    /// <exception cref="QmpArgumentException">It is <c>default</c>, which is no value.</exception>
    public QmpValue(JsonElement json) =>
        Json =
            json.ValueKind != JsonValueKind.Undefined
                ? json.Clone()
                : throw new QmpArgumentException(
                    "An undefined JsonElement is no JSON value. Use QmpValue.Null for JSON's null."
                );

    /// <summary>JSON's null.</summary>
    public static QmpValue Null { get; } = Parse("null");

    /// <summary>The value.</summary>
    public JsonElement Json { get; }

    /// <summary>The kind of the value.</summary>
    public JsonValueKind Kind => Json.ValueKind;

    /// <summary>Text as JSON.</summary>
    /// <param name="value">The text; null stays null.</param>
    /// <exception cref="QmpArgumentException">The text holds what cannot be sent.</exception>
    public static implicit operator QmpValue(string? value) =>
        value is null ? null! : Write(writer => writer.WriteString(value));

    /// <summary>A boolean as JSON.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator QmpValue(bool value) => Parse(value ? "true" : "false");

    /// <summary>An integer as JSON.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator QmpValue(long value) => Write(writer => writer.WriteInteger(value));

    /// <summary>A number as JSON.</summary>
    /// <param name="value">The value.</param>
    /// <exception cref="QmpArgumentException">JSON has no notation for it.</exception>
    public static implicit operator QmpValue(double value) => Write(writer => writer.WriteDouble(value));

    /// <summary>A JSON value as it is.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator QmpValue(JsonElement value) => new(value);

    /// <summary>The value itself.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator JsonElement(QmpValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Json;
    }

    /// <summary>Reads JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static QmpValue Parse(string json) => new(JsonElement.Parse(json, s_options));

    /// <summary>A generated object as JSON.</summary>
    /// <param name="value">The object.</param>
    /// <returns>The value.</returns>
    /// <exception cref="QmpArgumentException">The object cannot be sent.</exception>
    public static QmpValue From(IQmpObject value) => Write(writer => writer.WriteObject(value));

    /// <inheritdoc/>
    public bool Equals(QmpValue? other)
    {
        try
        {
            return other is not null && JsonElement.DeepEquals(Json, other.Json);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentOutOfRangeException)
        {
            // A peer's text that is no Unicode, or number whose exponent is beyond an int, can be compared as it came
            // only.
            return Utf8(this).SequenceEqual(Utf8(other!));
        }
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as QmpValue);

    /// <inheritdoc/>
    /// <remarks>Equal values may be written differently (<c>1.0</c> and <c>1</c>, members in another order), so only
    /// the kind counts.</remarks>
    public override int GetHashCode() => Kind.GetHashCode();

    /// <summary>The value as JSON text.</summary>
    /// <returns>The text; with U+FFFD for bytes that a peer sent and that are no UTF-8.</returns>
    public override string ToString() => Encoding.UTF8.GetString(Utf8(this));

    private static ReadOnlySpan<byte> Utf8(QmpValue value) => JsonMarshal.GetRawUtf8Value(value.Json);

    private static QmpValue Write(Action<QmpWriter> write) =>
        new(JsonElement.Parse(QmpWriter.ToUtf8(write), s_options));
}
