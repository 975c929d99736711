using System.Buffers;
using System.Text.Encodings.Web;

namespace QmpGen;

/// <summary>Escapes only what JSON requires: quotes, backslashes and control characters.</summary>
/// <remarks>QEMU 2.12 and 3.0 decode the halves of an escaped surrogate pair separately, which corrupts characters
/// beyond U+FFFF. The encoders of .NET always escape those. Raw UTF-8 is also shorter.</remarks>
internal sealed class MinimalJsonEncoder : JavaScriptEncoder
{
    private const int FirstPrintable = 0x20;

    private static readonly char[] s_escaped =
    [
        .. Enumerable.Range(0, FirstPrintable).Select(code => (char)code),
        '"',
        '\\',
    ];
    private static readonly SearchValues<char> s_escapedCharacters = SearchValues.Create(s_escaped);
    private static readonly SearchValues<byte> s_escapedBytes = SearchValues.Create([
        .. s_escaped.Select(c => (byte)c),
    ]);

    private MinimalJsonEncoder() { }

    public static MinimalJsonEncoder Instance { get; } = new();

    // \u001f is the longest escape sequence.
    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < FirstPrintable or '"' or '\\';

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        ReadOnlySpan<char> characters = new(text, textLength);

        // Utf8JsonWriter omits the text from a lone surrogate on.
        TextValidator.ValidateSurrogates(characters, TextValidator.AnyText);
        return characters.IndexOfAny(s_escapedCharacters);
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        TextValidator.ValidateUtf8(utf8Text, TextValidator.AnyText);
        return utf8Text.IndexOfAny(s_escapedBytes);
    }

    public override unsafe bool TryEncodeUnicodeScalar(
        int unicodeScalar,
        char* buffer,
        int bufferLength,
        out int numberOfCharactersWritten
    ) =>
        UnsafeRelaxedJsonEscaping.TryEncodeUnicodeScalar(
            unicodeScalar,
            buffer,
            bufferLength,
            out numberOfCharactersWritten
        );
}
