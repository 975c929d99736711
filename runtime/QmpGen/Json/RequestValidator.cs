using System.Text;
using System.Text.Json;

namespace QmpGen.CodeGeneration;

/// <summary>Rejects requests that QEMU cannot parse.</summary>
/// <remarks>QEMU's error response to such a request would not contain its id.</remarks>
internal static class RequestValidator
{
    /// <summary>Throws if a request contains duplicate names, invalid text, or a zero with an exponent.</summary>
    /// <param name="json">A complete request.</param>
    /// <exception cref="QmpArgumentException">QEMU cannot parse the request.</exception>
    public static void Validate(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, JsonDefaults.ReaderOptions);
        Stack<HashSet<string>?> names = new();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    names.Push(reader.TokenType == JsonTokenType.StartObject ? new(StringComparer.Ordinal) : null);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    names.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    string name = ReadText(ref reader);
                    TextValidator.ValidateName(name, "The member name");
                    if (!names.Peek()!.Add(name))
                    {
                        throw new QmpArgumentException(
                            $"Duplicate member '{name}' in the arguments. Remove one of them. "
                                + "If it is an extra argument, set the property of the record instead."
                        );
                    }

                    break;
                case JsonTokenType.String:
                    TextValidator.Validate(ReadText(ref reader), "A string in the arguments");
                    break;
                case JsonTokenType.Number when IsZeroWithExponent(reader.ValueSpan):
                    throw new QmpArgumentException(
                        $"The number {Encoding.UTF8.GetString(reader.ValueSpan)} in the arguments is valid "
                            + "JSON, but QEMU cannot parse it. Use 0 instead."
                    );
            }
        }
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw TextValidator.CreateInvalid("A string in the arguments", e);
        }
    }

    /// <summary>Determines whether QEMU's lexer ends the number after its leading zero.</summary>
    private static bool IsZeroWithExponent(ReadOnlySpan<byte> number)
    {
        ReadOnlySpan<byte> digits = number.TrimStart((byte)'-');
        return digits.Length > 1 && digits[0] == '0' && digits[1] != '.';
    }
}
