using System.Numerics;
using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <content>Reads lists, and provides functions that read their items.</content>
public ref partial struct QmpReader
{
    // A longer array is counted before it is read.
    private const int MinCountedItems = 4096;

    /// <summary>Reads an array of a generated type.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <returns>The items.</returns>
    /// <exception cref="QmpProtocolException">The value does not match the schema.</exception>
    public QmpList<T> ReadList<T>()
        where T : IQmpReadable<T> => ReadList(T.Read);

    /// <summary>Reads an array.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="readItem">Reads one item.</param>
    /// <returns>The items.</returns>
    /// <exception cref="QmpProtocolException">The value does not match the schema.</exception>
    public QmpList<T> ReadList<T>(QmpReadFunc<T> readItem)
    {
        ArgumentNullException.ThrowIfNull(readItem);
        Expect(JsonTokenType.StartArray, "an array");
        T[] items = [];
        int count = 0;
        for (Advance(); _json.TokenType != JsonTokenType.EndArray; Advance())
        {
            if (count == items.Length)
            {
                Array.Resize(ref items, count < MinCountedItems ? Math.Max(4, 2 * count) : count + CountItems());
            }

            items[count++] = readItem(ref this);
        }

        Array.Resize(ref items, count);
        return QmpList<T>.FromOwnedArray(items);
    }

    /// <summary>Counts the items from the current one to the end of the array.</summary>
    /// <remarks>Small items need several times the memory of their JSON, and growing an array triples that.</remarks>
    private readonly int CountItems()
    {
        QmpReader ahead = this;
        int count = 0;
        for (; ahead._json.TokenType != JsonTokenType.EndArray; ahead.Advance())
        {
            ahead.SkipValue();
            count++;
        }

        return count;
    }

    /// <summary>Reads a string as a list item.</summary>
    public static string ReadString(ref QmpReader reader) => reader.ReadString();

    /// <summary>Reads a boolean as a list item.</summary>
    public static bool ReadBoolean(ref QmpReader reader) => reader.ReadBoolean();

    /// <summary>Reads an integer as a list item.</summary>
    public static long ReadInt64(ref QmpReader reader) => reader.ReadInt64();

    /// <summary>Reads an integer of a given width as a list item.</summary>
    public static T ReadInteger<T>(ref QmpReader reader)
        where T : struct, IBinaryInteger<T>, IMinMaxValue<T> => reader.ReadInteger<T>();

    /// <summary>Reads a number as a list item.</summary>
    public static double ReadDouble(ref QmpReader reader) => reader.ReadDouble();

    /// <summary>Reads any value as a list item.</summary>
    public static QmpValue ReadAny(ref QmpReader reader) => reader.ReadAny();
}
