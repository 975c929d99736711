using System.Numerics;
using System.Runtime.CompilerServices;
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
        where T : IQmpReadable<T> => ReadList(ItemReader<T>.Read);

    /// <summary>Reads an array.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="readItem">Reads one item.</param>
    /// <returns>The items.</returns>
    /// <exception cref="QmpProtocolException">The value does not match the schema.</exception>
    public QmpList<T> ReadList<T>(QmpReadFunc<T> readItem)
    {
        ArgumentNullException.ThrowIfNull(readItem);
        Expect(JsonTokenType.StartArray, "an array");
        FirstItems<T> first = default;
        Span<T> items = first;
        T[] array = [];
        int count = 0;
        for (Advance(); _json.TokenType != JsonTokenType.EndArray; Advance())
        {
            if (count == items.Length)
            {
                array = new T[count < MinCountedItems ? 2 * count : count + CountItems()];
                items.CopyTo(array);
                items = array;
            }

            items[count++] = readItem(ref this);
        }

        return count == 0
            ? QmpList<T>.Empty
            : QmpList<T>.FromOwnedArray(count == array.Length ? array : items[..count].ToArray());
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

    /// <summary>The reader of a generated type, which exists once.</summary>
    private static class ItemReader<T>
        where T : IQmpReadable<T>
    {
        public static QmpReadFunc<T> Read { get; } = T.Read;
    }

    /// <summary>The items of a short list, on the stack.</summary>
    [InlineArray(8)]
    private struct FirstItems<T>
    {
        private T _first;
    }
}
