using System.Numerics;

namespace QmpGen.CodeGeneration;

/// <summary>Finds words other than <c>true</c>, <c>false</c> and <c>null</c>.</summary>
/// <remarks>The exception of <see cref="System.Text.Json.Utf8JsonReader"/> for such a word quotes the rest of the
/// message. If the message is large, the exception needs many times its memory.</remarks>
internal static class LiteralValidator
{
    /// <summary>Determines whether each word outside strings that starts like a literal is one.</summary>
    public static bool IsValid(ReadOnlySpan<byte> json)
    {
        JsonBlockReader blocks = new(json);
        while (blocks.MoveNext())
        {
            for (ulong starts = blocks.LiteralStarts; starts != 0; starts &= starts - 1)
            {
                if (!IsLiteral(json[(blocks.Position + BitOperations.TrailingZeroCount(starts))..]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsLiteral(ReadOnlySpan<byte> json) =>
        json.StartsWith("true"u8) || json.StartsWith("false"u8) || json.StartsWith("null"u8);
}
