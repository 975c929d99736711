using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace QmpGen;

/// <summary>Any JSON value: the QAPI type <c>any</c>, an extra argument, the arguments or result of a raw
/// call.</summary>
/// <remarks>
/// <para>Converts implicitly from strings, booleans, all numbers, <see cref="QmpObject"/>,
/// <see cref="System.Text.Json.Nodes.JsonNode"/>, and to and from <see cref="JsonElement"/>. A collection expression is
/// an array: <c>[1, 2]</c>, or <c>[.. names]</c> for the items of a collection. Generated types convert with
/// <c>From</c>. Numbers are kept exactly.</para>
/// <para>Equal to another value that is the same JSON. A C# null means that the member is absent; <see cref="Null"/> is
/// JSON null. Immutable and thread-safe.</para>
/// </remarks>
[CollectionBuilder(typeof(QmpValue), nameof(FromItems))]
public sealed partial class QmpValue : IEquatable<QmpValue>
{
    private readonly ReadOnlyMemory<byte> _utf8;
    private StrongBox<JsonElement>? _json;

    /// <summary>Initializes a new instance with a copy of a JSON value.</summary>
    /// <param name="json">The value.</param>
    /// <exception cref="QmpArgumentException">The element is undefined, or its text is not valid
    /// Unicode.</exception>
    public QmpValue(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Undefined)
        {
            throw new QmpArgumentException(
                "An undefined JsonElement is not a JSON value. Use QmpValue.Null for JSON null."
            );
        }

        TextValidator.ValidateJson(JsonMarshal.GetRawUtf8Value(json));
        _json = new StrongBox<JsonElement>(json.Clone());
    }

    private QmpValue(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>JSON null.</summary>
    public static QmpValue Null { get; } = Parse("null");

    /// <summary>The value as a <see cref="JsonElement"/>.</summary>
    /// <remarks>A received value is parsed at the first use.</remarks>
    public JsonElement Json
    {
        get
        {
            StrongBox<JsonElement> json =
                Volatile.Read(ref _json) ?? new(JsonElement.Parse(_utf8.Span, JsonDefaults.DocumentOptions));
            Volatile.Write(ref _json, json);
            return json.Value;
        }
    }

    /// <summary>The kind of the value.</summary>
    public JsonValueKind Kind =>
        _utf8.IsEmpty
            ? Json.ValueKind
            : _utf8.Span[0] switch
            {
                (byte)'{' => JsonValueKind.Object,
                (byte)'[' => JsonValueKind.Array,
                (byte)'"' => JsonValueKind.String,
                (byte)'t' => JsonValueKind.True,
                (byte)'f' => JsonValueKind.False,
                (byte)'n' => JsonValueKind.Null,
                _ => JsonValueKind.Number,
            };

    /// <summary>Parses JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The value.</returns>
    /// <exception cref="JsonException">The text is not valid JSON.</exception>
    /// <exception cref="QmpArgumentException">The text contains a lone surrogate.</exception>
    public static QmpValue Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        TextValidator.ValidateSurrogates(json, "The JSON text");
        return new(JsonElement.Parse(json, JsonDefaults.DocumentOptions), null, null, 0);
    }

    /// <summary>Creates an array. Collection expressions call this method.</summary>
    /// <param name="items">The items.</param>
    /// <returns>The array.</returns>
    /// <exception cref="QmpArgumentException">An item is a C# null.</exception>
    public static QmpValue FromItems(ReadOnlySpan<QmpValue> items)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, JsonDefaults.WriterOptions);
        writer.WriteStartArray();
        foreach (QmpValue item in items)
        {
            if (item is null)
            {
                throw new QmpArgumentException("An item of the array is null. Use QmpValue.Null for JSON null.");
            }

            item.WriteExactlyTo(writer);
        }

        writer.WriteEndArray();
        writer.Flush();
        return Parse(buffer.WrittenSpan);
    }

    /// <summary>Determines whether two values are the same JSON.</summary>
    /// <returns>True if they are the same, or if both are a C# null.</returns>
    public static bool operator ==(QmpValue? left, QmpValue? right) => left?.Equals(right) ?? right is null;

    /// <summary>Determines whether two values are different JSON.</summary>
    /// <returns>True if they are different, or if only one is a C# null.</returns>
    public static bool operator !=(QmpValue? left, QmpValue? right) => !(left == right);

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
    /// <remarks>A monitor with <c>pretty=on</c> sends values on several lines. Secrets are not redacted.</remarks>
    public override string ToString() => SecretText.JoinLines(GetUtf8(this));

    internal static QmpValue Parse(ReadOnlySpan<byte> json) =>
        new(JsonElement.Parse(json, JsonDefaults.DocumentOptions), null, null, 0);

    /// <summary>Creates a value from received JSON, whose text can be invalid.</summary>
    /// <param name="utf8">Valid JSON, which must not change after the call.</param>
    /// <remarks>Parsing needs many times the memory of the JSON, so it waits until the program uses the
    /// value.</remarks>
    internal static QmpValue FromReceived(ReadOnlyMemory<byte> utf8) => new(utf8);

    /// <summary>Writes the text of the value unchanged.</summary>
    internal void WriteExactlyTo(Utf8JsonWriter writer) =>
        writer.WriteRawValue(GetUtf8(this), skipInputValidation: true);

    internal static ReadOnlySpan<byte> GetUtf8(QmpValue value) =>
        value._utf8.IsEmpty ? JsonMarshal.GetRawUtf8Value(value.Json) : value._utf8.Span;
}
