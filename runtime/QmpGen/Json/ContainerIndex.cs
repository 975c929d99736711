using System.Numerics;

namespace QmpGen.CodeGeneration;

/// <summary>The ends of the large objects and arrays in a message.</summary>
/// <remarks>A reader can look ahead over the same value once for each level of nesting around it. The index makes the
/// cost independent of the size of the value.</remarks>
internal sealed class ContainerIndex
{
    /// <summary>The minimum size of an indexed value, in bytes. Smaller values are scanned.</summary>
    public const int MinBytes = 4096;

    private readonly List<int> _starts = [];
    private readonly List<int> _ends = [];

    /// <summary>Indexes a message, as far as its brackets are paired.</summary>
    /// <param name="json">The complete message.</param>
    /// <param name="context">The context, which can stop the scan.</param>
    public ContainerIndex(ReadOnlySpan<byte> json, QmpReadContext context)
    {
        JsonBlockReader blocks = new(json);
        Stack<int> open = new();
        for (int count = 1; blocks.MoveNext(); count++)
        {
            context.ThrowIfStopped(count);
            ulong openings = blocks.Openings;
            for (ulong rest = openings | blocks.Closings; rest != 0; rest &= rest - 1)
            {
                int place = BitOperations.TrailingZeroCount(rest);
                if (((openings >> place) & 1) != 0)
                {
                    open.Push(_starts.Count);
                    _starts.Add(blocks.Position + place);
                    _ends.Add(0);
                }
                else if (open.TryPop(out int index))
                {
                    SetEnd(index, blocks.Position + place + 1);
                }
            }
        }
    }

    /// <summary>Gets the end of a large value.</summary>
    /// <param name="start">The position of its first byte.</param>
    /// <returns>The position after its last byte, or 0 if the value is small or does not end.</returns>
    public int GetEnd(int start)
    {
        int index = _starts.BinarySearch(start);
        return index < 0 ? 0 : _ends[index];
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
