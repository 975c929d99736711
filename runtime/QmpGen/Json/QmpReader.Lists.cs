using System.Numerics;
using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <content>Lists, and what reads their items.</content>
public ref partial struct QmpReader
{
    /// <summary>Reads an array of a generated type.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <returns>The items.</returns>
    /// <exception cref="QmpProtocolException">The value is no array, or an item does not have the type's
    /// shape.</exception>
    public QmpList<T> ReadList<T>()
        where T : IQmpReadable<T> => ReadList(T.Read);

    /// <summary>Reads an array.</summary>
    /// <typeparam name="T">What its items are read as.</typeparam>
    /// <param name="readItem">Reads one.</param>
    /// <returns>The items.</returns>
    /// <exception cref="QmpProtocolException">The value is no array, or an item does not have the type's
    /// shape.</exception>
    public QmpList<T> ReadList<T>(QmpReadFunc<T> readItem)
    {
        ArgumentNullException.ThrowIfNull(readItem);
        Expect(JsonTokenType.StartArray, "an array");
        List<T> items = [];
        for (Advance(); _json.TokenType != JsonTokenType.EndArray; Advance())
        {
            items.Add(readItem(ref this));
        }

        return QmpList<T>.Over([.. items]);
    }

    /// <summary>Reads a string: for <see cref="ReadList{T}(QmpReadFunc{T})"/>.</summary>
    public static string ReadString(ref QmpReader reader) => reader.ReadString();

    /// <summary>Reads a boolean: for <see cref="ReadList{T}(QmpReadFunc{T})"/>.</summary>
    public static bool ReadBoolean(ref QmpReader reader) => reader.ReadBoolean();

    /// <summary>Reads an integer: for <see cref="ReadList{T}(QmpReadFunc{T})"/>.</summary>
    public static long ReadInt64(ref QmpReader reader) => reader.ReadInt64();

    /// <summary>Reads an integer of one of QEMU's widths: for <see cref="ReadList{T}(QmpReadFunc{T})"/>.</summary>
    public static T ReadInteger<T>(ref QmpReader reader)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => reader.ReadInteger<T>();

    /// <summary>Reads a number: for <see cref="ReadList{T}(QmpReadFunc{T})"/>.</summary>
    public static double ReadDouble(ref QmpReader reader) => reader.ReadDouble();

    /// <summary>Reads any value: for <see cref="ReadList{T}(QmpReadFunc{T})"/>.</summary>
    public static QmpValue ReadAny(ref QmpReader reader) => reader.ReadAny();
}
