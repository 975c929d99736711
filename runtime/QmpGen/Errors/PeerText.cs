using System.Text;

namespace QmpGen;

/// <summary>Shortens text from a peer, which can have any length, for messages and log entries.</summary>
internal static class PeerText
{
    /// <summary>The maximum length of a quotation, in characters or bytes.</summary>
    public const int MaxLength = 1024;

    private const int MaxStartLength = 40;
    private const int MaxUtf8Continuation = 3;

    /// <summary>Returns the text, or its start and its length if it is too long.</summary>
    public static string Shorten(string text)
    {
        if (text.Length <= MaxLength)
        {
            return text;
        }

        int end = char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
        return $"{text.AsSpan(0, end)}… ({text.Length} characters)";
    }

    /// <summary>Decodes the text, or only its start if it is too long.</summary>
    public static string Shorten(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= MaxLength)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        int end = MaxLength;
        while (end > MaxLength - MaxUtf8Continuation && (utf8[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return $"{Encoding.UTF8.GetString(utf8[..end])}… ({utf8.Length} bytes)";
    }

    /// <summary>Returns the first characters of bytes that may be any protocol, without control characters.</summary>
    public static string GetStart(ReadOnlySpan<byte> bytes)
    {
        string start = Encoding.ASCII.GetString(bytes[..Math.Min(bytes.Length, MaxStartLength)]);
        return string.Concat(start.Select(c => char.IsControl(c) ? '.' : c));
    }
}
