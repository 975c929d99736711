using System.Buffers;

namespace QmpGen.CodeGeneration;

/// <summary>Finds words other than <c>true</c>, <c>false</c> and <c>null</c>.</summary>
/// <remarks>The exception of <see cref="System.Text.Json.Utf8JsonReader"/> for such a word quotes the rest of the
/// message. If the message is large, the exception needs many times its memory.</remarks>
internal static class LiteralValidator
{
    private static readonly SearchValues<byte> s_starts = SearchValues.Create("\"tfn"u8);

    /// <summary>Determines whether each word outside strings that starts like a literal is one.</summary>
    public static bool IsValid(ReadOnlySpan<byte> json)
    {
        for (int start = json.IndexOfAny(s_starts); start >= 0; start = json.IndexOfAny(s_starts))
        {
            json = json[start..];
            int length = json[0] switch
            {
                (byte)'"' => GetStringLength(json),
                (byte)'t' when json.StartsWith("true"u8) => 4,
                (byte)'f' when json.StartsWith("false"u8) => 5,
                (byte)'n' when json.StartsWith("null"u8) => 4,
                _ => 0,
            };
            if (length == 0)
            {
                return false;
            }

            json = json[length..];
        }

        return true;
    }

    private static int GetStringLength(ReadOnlySpan<byte> json)
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
}
