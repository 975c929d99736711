using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace QmpGen;

/// <summary>Rejects text that QEMU cannot parse.</summary>
internal static class TextValidator
{
    /// <summary>The subject of messages about text whose place is unknown.</summary>
    public const string AnyText = "A string or member name";

    private static readonly JsonReaderOptions s_anyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Throws if QEMU cannot parse a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="kind">The start of the error message before the name, such as <c>The member name</c>.</param>
    /// <exception cref="QmpArgumentException">QEMU cannot parse the name.</exception>
    public static void ValidateName(string name, string kind)
    {
        if (!Ascii.IsValid(name))
        {
            Validate(name, $"{kind} '{name}'");
        }
    }

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
                throw CreateLoneSurrogate(rest[0], subject);
            }

            if (Noncharacters.Contains(rune.Value))
            {
                throw new QmpArgumentException(
                    $"{subject} contains U+{rune.Value:X4}, a Unicode noncharacter that QEMU rejects. Remove it."
                );
            }

            rest = rest[length..];
        }
    }

    /// <summary>Throws if a text contains a lone surrogate, which the encoders of .NET replace or drop.</summary>
    /// <exception cref="QmpArgumentException">The text contains a lone surrogate.</exception>
    public static void ValidateSurrogates(ReadOnlySpan<char> text, string subject)
    {
        int index = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        while (index >= 0)
        {
            text = text[index..];
            if (Rune.DecodeFromUtf16(text, out _, out int length) != OperationStatus.Done)
            {
                throw CreateLoneSurrogate(text[0], subject);
            }

            text = text[length..];
            index = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        }
    }

    /// <summary>Throws if bytes are not valid UTF-8.</summary>
    /// <exception cref="QmpArgumentException">The bytes are not valid UTF-8.</exception>
    public static void ValidateUtf8(ReadOnlySpan<byte> text, string subject)
    {
        if (!Utf8.IsValid(text))
        {
            throw CreateInvalid(subject, null);
        }
    }

    /// <summary>Throws if JSON contains invalid UTF-8 or the escape sequence of a lone surrogate.</summary>
    /// <exception cref="QmpArgumentException">A string or the name of a member is not valid Unicode.</exception>
    public static void ValidateJson(ReadOnlySpan<byte> json)
    {
        ValidateUtf8(json, AnyText);
        if (json.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        Utf8JsonReader reader = new(json, s_anyDepth);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped)
            {
                try
                {
                    _ = reader.GetString();
                }
                catch (InvalidOperationException e)
                {
                    throw CreateInvalid(AnyText, e);
                }
            }
        }
    }

    /// <summary>Creates the exception for JSON text that .NET cannot decode.</summary>
    public static QmpArgumentException CreateInvalid(string subject, Exception? inner) =>
        new($"{subject} is not valid Unicode, which cannot be sent. Use valid Unicode text.", inner);

    private static QmpArgumentException CreateLoneSurrogate(char surrogate, string subject)
    {
        // The subject can quote the text. UTF-8 writers of logs reject or replace a lone surrogate.
        string readable = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(subject));
        return new QmpArgumentException(
            $"{readable} contains a lone surrogate (U+{(int)surrogate:X4}), which cannot be sent. "
                + "Use valid Unicode text."
        );
    }
}
