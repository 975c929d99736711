using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace QmpGen.CodeGeneration;

/// <summary>
/// The texts of one enum. Declared values count from 1, in the schema's order; 0 is "not set". A text that the schema
/// lacks gets a number
/// above the declared ones, so that a newer QEMU can send it and a program can still tell what it was.
/// </summary>
/// <typeparam name="TEnum">The generated enum, over <see cref="int"/>.</typeparam>
/// <remarks>Safe for use by several threads.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class QmpEnumTable<TEnum>
    where TEnum : struct, Enum
{
    // A peer that is not trusted (a guest agent) must not grow the table without bound.
    internal const int MaxUnknown = 256;
    internal const int MaxUnknownLength = 256;

    private readonly string[] _names;
    private readonly byte[][] _utf8;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _unknown = new(StringComparer.Ordinal);
    private string[] _unknownNames = [];

    /// <summary>Lists the texts.</summary>
    /// <param name="names">The wire names, in the order of the enum's values, with the separator between them; null
    /// where it has none.</param>
    /// <param name="separator">A character that is in none of the names.</param>
    public QmpEnumTable(string? names, char separator = ' ')
    {
        _names = names is null ? [] : names.Split(separator);
        _utf8 = Array.ConvertAll(_names, Encoding.UTF8.GetBytes);
        ReadValue = (ref QmpReader reader) => reader.ReadEnum(this);
        WriteValue = (writer, value) => writer.WriteEnum(value, this);
    }

    /// <summary>Reads one value: for <see cref="QmpReader.ReadList{T}(QmpReadFunc{T})"/>.</summary>
    public QmpReadFunc<TEnum> ReadValue { get; }

    /// <summary>Writes one value: for the lists of <see cref="QmpWriter"/>.</summary>
    public QmpWriteAction<TEnum> WriteValue { get; }

    /// <summary>Whether the schema declares the value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False for 0 and for a text that the schema lacks.</returns>
    public bool IsKnown(TEnum value) => ToInt(value) is > 0 and int number && number <= _names.Length;

    /// <summary>The text on the wire.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text; empty for 0, "not set".</returns>
    public string WireName(TEnum value)
    {
        int number = ToInt(value);
        if (number > 0 && number <= _names.Length)
        {
            return _names[number - 1];
        }

        string[] unknown = Volatile.Read(ref _unknownNames);
        int index = number - _names.Length - 1;
        return index >= 0 && index < unknown.Length ? unknown[index]
            : index == MaxUnknown ? "(unknown)"
            : "";
    }

    internal bool TryRead(in Utf8JsonReader json, out TEnum value)
    {
        for (int i = 0; i < _utf8.Length; i++)
        {
            if (json.Is(_utf8[i]))
            {
                value = FromInt(i + 1);
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The number of a text that the schema lacks: the same for the same text as long as the process
    /// lives.</summary>
    internal TEnum Unknown(string text, ILogger logger)
    {
        if (text.Length > MaxUnknownLength)
        {
            LogTooLong(logger, typeof(TEnum).Name, text[..MaxUnknownLength], text.Length);
            return FromInt(_names.Length + 1 + MaxUnknown);
        }

        lock (_gate)
        {
            if (_unknown.TryGetValue(text, out int number))
            {
                return FromInt(number);
            }

            if (_unknown.Count == MaxUnknown)
            {
                LogTableFull(logger, typeof(TEnum).Name, text, MaxUnknown);
                return FromInt(_names.Length + 1 + MaxUnknown);
            }

            number = _names.Length + 1 + _unknown.Count;
            _unknown.Add(text, number);
            Volatile.Write(ref _unknownNames, [.. _unknownNames, text]);
            return FromInt(number);
        }
    }

    private static int ToInt(TEnum value) => Unsafe.BitCast<TEnum, int>(value);

    private static TEnum FromInt(int value) => Unsafe.BitCast<int, TEnum>(value);

    [LoggerMessage(33, LogLevel.Warning, "{Enum}: the text '{Text}…' is not kept, since it has {Length} characters.")]
    private static partial void LogTooLong(ILogger logger, string @enum, string text, int length);

    [LoggerMessage(
        32,
        LogLevel.Warning,
        "{Enum}: the text '{Text}' is not kept, since {Count} others that the schema lacks have been met before it."
    )]
    private static partial void LogTableFull(ILogger logger, string @enum, string text, int count);
}
