using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <summary>The ends of the large objects and arrays in a message.</summary>
/// <remarks>A reader can skip the same value once for each level of nesting around it. The index makes the cost of
/// skipping independent of the size of the value.</remarks>
internal sealed class ContainerIndex
{
    /// <summary>The minimum size of an indexed value, in bytes. Smaller values are scanned.</summary>
    public const int MinBytes = 512;

    private readonly List<int> _starts = [];
    private readonly List<int> _ends = [];

    /// <summary>Indexes a message.</summary>
    /// <param name="json">The complete message.</param>
    /// <param name="context">The context, which can stop the scan.</param>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public ContainerIndex(ReadOnlySpan<byte> json, QmpReadContext context)
    {
        Utf8JsonReader reader = new(json, JsonDefaults.ReaderOptions);
        Stack<int> open = new();
        for (int count = 1; reader.Read(); count++)
        {
            context.ThrowIfStopped(count);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Push(_starts.Count);
                _starts.Add((int)reader.TokenStartIndex);
                _ends.Add(0);
            }
            else if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                SetEnd(open.Pop(), (int)reader.BytesConsumed);
            }
        }
    }

    /// <summary>Gets the end of a large value.</summary>
    /// <param name="start">The position of its first byte.</param>
    /// <param name="end">The position after its last byte.</param>
    /// <returns>False if the value is small.</returns>
    public bool TryGetEnd(int start, out int end)
    {
        int index = _starts.BinarySearch(start);
        end = index < 0 ? 0 : _ends[index];
        return index >= 0;
    }

    private void SetEnd(int index, int end)
    {
        if (end - _starts[index] >= MinBytes)
        {
            _ends[index] = end;
            return;
        }

        // A small value contains only small values, which were removed before, so it is the last one.
        _starts.RemoveAt(index);
        _ends.RemoveAt(index);
    }
}
