using System.Numerics;
using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <summary>Validates JSON text.</summary>
internal static class JsonValidator
{
    /// <summary>Determines whether a text is a valid JSON value.</summary>
    public static bool IsValid(ReadOnlySpan<byte> json)
    {
        if (!HasValidLiterals(json))
        {
            return false;
        }

        try
        {
            Utf8JsonReader reader = new(json, JsonDefaults.ReaderOptions);
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Parses a document.</summary>
    /// <exception cref="JsonException">The text is not a valid JSON value.</exception>
    public static JsonDocument ParseDocument(ReadOnlyMemory<byte> json) =>
        HasValidLiterals(json.Span)
            ? JsonDocument.Parse(json, JsonDefaults.DocumentOptions)
            : throw new JsonException("A word is not true, false or null.");

    /// <summary>Determines whether each word outside strings that starts like a literal is one.</summary>
    /// <remarks>The exception of <see cref="Utf8JsonReader"/> for another word quotes the rest of the text. If the text
    /// is large, the exception needs many times its memory.</remarks>
    public static bool HasValidLiterals(ReadOnlySpan<byte> json)
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
