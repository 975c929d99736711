using System.Buffers;
using System.Text;

namespace QmpGen;

/// <summary>Rejects text that QEMU cannot parse.</summary>
internal static class TextValidator
{
    /// <summary>Throws if a text contains a lone surrogate or a noncharacter.</summary>
    /// <param name="text">The text.</param>
    /// <param name="subject">The start of the error message, such as <c>The member 'id'</c>.</param>
    /// <exception cref="QmpArgumentException">QEMU cannot parse the text.</exception>
    public static void Validate(string text, string subject)
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
                // The subject can quote the text. UTF-8 writers of logs reject or replace a lone surrogate.
                string readable = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(subject));
                throw new QmpArgumentException(
                    $"{readable} contains a lone surrogate (U+{(int)rest[0]:X4}), which cannot be sent. "
                        + "Use valid Unicode text."
                );
            }

            if (IsNoncharacter(rune.Value))
            {
                throw new QmpArgumentException(
                    $"{subject} contains U+{rune.Value:X4}, a Unicode noncharacter that QEMU rejects. Remove it."
                );
            }

            rest = rest[length..];
        }
    }

    private static bool IsNoncharacter(int value) => value is >= 0xFDD0 and <= 0xFDEF || (value & 0xFFFE) == 0xFFFE;
}
