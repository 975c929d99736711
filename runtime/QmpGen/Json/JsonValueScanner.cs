using System.Numerics;

namespace QmpGen.CodeGeneration;

/// <summary>Finds the ends of JSON values without validating them.</summary>
internal static class JsonValueScanner
{
    /// <summary>Gets the length of the string at the start, with its quotes.</summary>
    /// <returns>The length, or that of the JSON if the string does not end.</returns>
    public static int GetStringLength(ReadOnlySpan<byte> json)
    {
        int position = 1;
        while (position < json.Length)
        {
            int next = json[position..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                break;
            }

            position += next + 1;
            if (json[position - 1] == (byte)'"')
            {
                return position;
            }

            position++;
        }

        return json.Length;
    }

    /// <summary>Gets the length of the object or array at the start.</summary>
    /// <returns>The length, or -1 if the value does not end.</returns>
    public static int GetContainerLength(ReadOnlySpan<byte> json)
    {
        JsonBlockReader blocks = new(json);
        int depth = 0;
        while (blocks.MoveNext())
        {
            ulong openings = blocks.Openings;
            ulong closings = blocks.Closings;
            int closed = BitOperations.PopCount(closings);
            if (closed < depth)
            {
                depth += BitOperations.PopCount(openings) - closed;
                continue;
            }

            for (ulong rest = openings | closings; rest != 0; rest &= rest - 1)
            {
                int place = BitOperations.TrailingZeroCount(rest);
                depth += ((openings >> place) & 1) != 0 ? 1 : -1;
                if (depth == 0)
                {
                    return blocks.Position + place + 1;
                }
            }
        }

        return -1;
    }
}
