using System.Buffers;
using System.Text;
using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <summary>What QEMU cannot read. It answers such a request without an id, so it must never be sent.</summary>
internal static class WireRules
{
    /// <summary>QEMU's parser gives up beyond 1024 levels.</summary>
    public const int MaxReceivedDepth = 1024;

    /// <summary>Below QEMU's limit, since the request itself adds levels.</summary>
    public const int MaxSentDepth = 1000;

    /// <summary>Refuses a text with a lone surrogate or a noncharacter.</summary>
    /// <param name="text">The text.</param>
    /// <param name="place">What it is, as it stands in a sentence.</param>
    /// <exception cref="QmpArgumentException">QEMU could not read it.</exception>
    public static void CheckText(string text, string place)
    {
        if (Ascii.IsValid(text))
        {
            return;
        }

        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out Rune rune, out int length) != OperationStatus.Done)
            {
                throw new QmpArgumentException(
                    $"{place} holds a lone surrogate (U+{(int)rest[0]:X4}), which is no character and cannot be sent."
                );
            }

            if (IsNoncharacter(rune.Value))
            {
                throw new QmpArgumentException(
                    $"{place} holds U+{rune.Value:X4}, a noncharacter of Unicode, which QEMU refuses to read."
                );
            }

            rest = rest[length..];
        }
    }

    /// <summary>Refuses what a value made elsewhere may hold: repeated keys, impossible texts, zeros with an exponent,
    /// too many levels.</summary>
    /// <param name="json">A complete request.</param>
    /// <exception cref="QmpArgumentException">QEMU could not read it.</exception>
    public static void CheckRequest(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MaxReceivedDepth });
        Stack<HashSet<string>?> keys = new();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    keys.Push(reader.TokenType == JsonTokenType.StartObject ? new(StringComparer.Ordinal) : null);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    keys.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    string name = TextOf(ref reader);
                    CheckText(name, $"The member name '{name}'");
                    if (!keys.Peek()!.Add(name))
                    {
                        throw new QmpArgumentException(
                            $"The member '{name}' is there twice. An extra argument cannot repeat a member that the record has: set the record's own property."
                        );
                    }

                    break;
                case JsonTokenType.String:
                    CheckText(TextOf(ref reader), "A text in an extra argument or value");
                    break;
                case JsonTokenType.Number when IsZeroWithExponent(reader.ValueSpan):
                    throw new QmpArgumentException(
                        $"The number {Encoding.UTF8.GetString(reader.ValueSpan)} in an extra argument or value is JSON, but QEMU cannot read it: write 0."
                    );
            }
        }
    }

    private static string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new QmpArgumentException(
                "A text in an extra argument or value is not valid Unicode and cannot be sent.",
                e
            );
        }
    }

    /// <summary>QEMU's lexer ends a number behind a leading zero, unless a point follows.</summary>
    private static bool IsZeroWithExponent(ReadOnlySpan<byte> number)
    {
        ReadOnlySpan<byte> digits = number.TrimStart((byte)'-');
        return digits.Length > 1 && digits[0] == '0' && digits[1] != '.';
    }

    private static bool IsNoncharacter(int value) => value is >= 0xFDD0 and <= 0xFDEF || (value & 0xFFFE) == 0xFFFE;
}
