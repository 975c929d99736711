using System.Text;

namespace QmpGen.Tool.Files;

/// <summary>Reads text from a file or a pipe, up to a maximum size.</summary>
/// <remarks>QmpGen.Testing compiles this file too.</remarks>
internal static class TextFile
{
    /// <summary>The maximum number of characters. A dump has about a million.</summary>
    public const int MaxLength = 256 * 1024 * 1024;

    private static readonly UTF8Encoding s_strictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads all text.</summary>
    /// <exception cref="IOException">The file cannot be read, is too large or is not text.</exception>
    /// <exception cref="UnauthorizedAccessException">The user cannot read the file.</exception>
    public static string Read(string path) => Read(path, MaxLength);

    /// <inheritdoc cref="Read(string)"/>
    internal static string Read(string path, int maxLength)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a directory. Name a file.");
        }

        using StreamReader reader = new(path, s_strictUtf8, detectEncodingFromByteOrderMarks: true);
        StringBuilder text = new();
        char[] buffer = new char[32 * 1024];
        for (int count; (count = ReadPart(reader, buffer, path)) > 0;)
        {
            text.Append(buffer, 0, count);
            if (text.Length > maxLength)
            {
                throw new IOException(
                    $"'{path}' has more than {maxLength / 1024 / 1024} Mi characters, the maximum. Name another file."
                );
            }
        }

        return text.ToString();
    }

    private static int ReadPart(StreamReader reader, char[] buffer, string path)
    {
        try
        {
            int count = reader.Read(buffer);

            // UTF-16 without a byte order mark, or a device such as /dev/zero.
            return buffer.AsSpan(0, count).Contains('\0') ? throw CreateException() : count;
        }
        catch (DecoderFallbackException)
        {
            throw CreateException();
        }

        IOException CreateException() => new($"'{path}' is not UTF-8 text. Save it as UTF-8.");
    }
}
