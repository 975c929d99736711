using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace QmpGen.CodeGeneration;

/// <summary>The wire names of one enum.</summary>
/// <typeparam name="TEnum">The generated enum, whose underlying type is <see cref="int"/>.</typeparam>
/// <remarks>
/// Declared values start at 1, in schema order; 0 means "not set". Unknown names from a newer QEMU get the numbers of
/// <see cref="UnknownEnumTexts"/>, so that programs can still read the names. Thread-safe.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class QmpEnumTable<TEnum>
    where TEnum : struct, Enum
{
    private readonly string[] _names;
    private readonly NameTable _table;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="names">The wire names in the order of the values, joined by spaces; null for none.</param>
    public QmpEnumTable(string? names)
    {
        _names = names is null ? [] : names.Split(' ');
        _table = new NameTable(_names);
        ReadValue = (ref QmpReader reader) => reader.ReadEnum(this);
        WriteValue = (writer, value) => writer.WriteEnum(value, this);
        EnumText.Register(typeof(TEnum), value => UnknownEnumTexts.Shared.Find(ToInt((TEnum)value)));
    }

    /// <summary>Reads a value as a list item.</summary>
    public QmpReadFunc<TEnum> ReadValue { get; }

    /// <summary>Writes a value as a list item.</summary>
    public QmpWriteAction<TEnum> WriteValue { get; }

    /// <summary>Determines whether the schema declares a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns><see langword="false"/> for 0 and for unknown values.</returns>
    public bool IsKnown(TEnum value) => ToInt(value) is > 0 and int number && number <= _names.Length;

    /// <summary>Gets the wire name of a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The wire name, or an empty string for 0.</returns>
    public string GetWireName(TEnum value)
    {
        int number = ToInt(value);
        return number > 0 && number <= _names.Length ? _names[number - 1] : UnknownEnumTexts.Shared.Find(number);
    }

    /// <summary>Converts a value to JSON.</summary>
    /// <param name="value">The value.</param>
    /// <returns>A string with the wire name.</returns>
    /// <exception cref="QmpArgumentException">The schema does not declare the value.</exception>
    public QmpValue ToQmpValue(TEnum value) => QmpValue.Parse(QmpWriter.ToUtf8(writer => WriteValue(writer, value)));

    internal bool TryRead(ref readonly Utf8JsonReader json, out TEnum value) => TryGet(json.FindIn(_table), out value);

    internal bool TryFind(ReadOnlySpan<byte> name, out TEnum value) => TryGet(_table.IndexOf(name), out value);

    /// <summary>Gets the value of an unknown name, which is the same for all clients.</summary>
    internal static TEnum GetOrAddUnknown(string text, EnumTextQuota quota)
    {
        int number = UnknownEnumTexts.Shared.GetOrAdd(text, quota);
        if (number == UnknownEnumTexts.NotKept)
        {
            LogNotKept(quota.Logger, typeof(TEnum).Name, text);
        }

        return FromInt(number);
    }

    private static bool TryGet(int index, out TEnum value)
    {
        value = FromInt(index + 1);
        return index >= 0;
    }

    private static int ToInt(TEnum value) => Unsafe.BitCast<TEnum, int>(value);

    private static TEnum FromInt(int value) => Unsafe.BitCast<int, TEnum>(value);

    private static void LogNotKept(ILogger logger, string @enum, string text)
    {
        string shortened = PeerText.Shorten(text);
        if (text.Length > UnknownEnumTexts.MaxLength)
        {
            LogTooLong(logger, @enum, shortened, UnknownEnumTexts.MaxLength);
        }
        else
        {
            LogQuotaExceeded(logger, @enum, shortened, EnumTextQuota.MaxTexts);
        }
    }

    [LoggerMessage(
        32,
        LogLevel.Warning,
        "{Enum}: the unknown value '{Text}' is not kept, because the peer has sent {Count} other unknown values."
    )]
    private static partial void LogQuotaExceeded(ILogger logger, string @enum, string text, int count);

    [LoggerMessage(
        33,
        LogLevel.Warning,
        "{Enum}: the unknown value '{Text}' is not kept, because it has more than {Length} characters."
    )]
    private static partial void LogTooLong(ILogger logger, string @enum, string text, int length);
}
