using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>Formats JSON for messages and logs, without the values of secret members.</summary>
/// <remarks>The test server compiles this file too.</remarks>
internal static partial class SecretText
{
    /// <summary>The text in place of a secret.</summary>
    public const string Mark = "(redacted)";

    private static readonly JsonReaderOptions s_anyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Returns JSON on one line, with <see cref="Mark"/> in place of secrets.</summary>
    /// <param name="json">A valid value.</param>
    /// <param name="maxLength">The length at which the text is cut. The rest of the value is not read.</param>
    public static string Format(ReadOnlySpan<byte> json, int maxLength = int.MaxValue)
    {
        StringBuilder text = new();
        int copied = 0;
        bool isComplete = false;
        Utf8JsonReader reader = new(json, s_anyDepth);
        while (text.Length + reader.BytesConsumed - copied <= maxLength && !(isComplete = !reader.Read()))
        {
            if (reader.TokenType == JsonTokenType.PropertyName && TryReadSecret(ref reader))
            {
                Append(text, json[copied..(int)reader.TokenStartIndex], maxLength);
                text.Append('"').Append(Mark).Append('"');
                reader.Skip();
                copied = (int)reader.BytesConsumed;
            }
        }

        Append(text, json[copied..(int)reader.BytesConsumed], maxLength);
        return isComplete && text.Length <= maxLength
            ? text.ToString()
            : $"{text.ToString(0, Math.Min(text.Length, maxLength))}…";
    }

    /// <summary>Decodes JSON and puts it on one line.</summary>
    /// <returns>The text, with U+FFFD in place of bytes that are not valid UTF-8.</returns>
    public static string JoinLines(ReadOnlySpan<byte> json) =>
        LineBreaks().Replace(Encoding.UTF8.GetString(json), " ");

    /// <summary>Reads the start of a member's value. Returns whether the value is a secret.</summary>
    private static bool TryReadSecret(ref Utf8JsonReader reader)
    {
        string name = reader.GetTextOrJson();
        _ = reader.Read();
        return reader.TokenType != JsonTokenType.Null
            && SecretNames.Contains(name, isText: reader.TokenType == JsonTokenType.String);
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> part, int maxLength)
    {
        const int MaxBytesPerCharacter = 4;
        int length = (int)Math.Min(part.Length, (long)maxLength * MaxBytesPerCharacter);
        text.Append(JoinLines(part[..length]));
    }

    // A JSON string does not contain line breaks.
    [GeneratedRegex("[\r\n]\\s*")]
    private static partial Regex LineBreaks();
}
