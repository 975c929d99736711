using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>Encodes requests.</summary>
/// <remarks>Requests are as short as possible, because QEMU needs about 6 µs for each byte.</remarks>
internal static class QmpRequest
{
    // Everything but the name and the arguments, with the longest id and control.run-oob.
    public const int MaxEnvelopeBytes = 80;
    private const int MaxEnvelopeTokens = 22;

    // The characters of QAPI names, which are not escaped in JSON.
    private static readonly SearchValues<char> s_plainCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
    );

    /// <summary>Encodes the arguments of a command as a JSON object.</summary>
    /// <exception cref="QmpArgumentException">A value cannot be sent.</exception>
    public static byte[] EncodeArguments(IQmpCommand command) =>
        QmpWriter.ToUtf8(
            command,
            static (writer, command) =>
            {
                writer.WriteStartObject();
                command.WriteArguments(writer);
                writer.WriteEndObject();
            }
        );

    /// <summary>Encodes arguments that are already JSON.</summary>
    /// <exception cref="QmpArgumentException">They are not an object, or a value cannot be sent.</exception>
    public static byte[] EncodeArguments(QmpValue? arguments) =>
        arguments switch
        {
            null => [],
            { Kind: JsonValueKind.Object } => QmpWriter.ToUtf8(writer => writer.WriteAny(arguments)),
            { Kind: var kind } => throw new QmpArgumentException(
                $"Command arguments must be a JSON object, but their kind is {kind}. "
                    + "Pass a QmpObject, QmpValue.Parse(text) for JSON text, or null for no arguments."
            ),
        };

    /// <summary>Validates what the encoding of the arguments does not: the name of the command and the size.</summary>
    /// <remarks>QEMU's error for a request that is too large does not contain the id.</remarks>
    /// <exception cref="QmpArgumentException">QEMU cannot parse the request.</exception>
    public static void Validate(string command, ReadOnlySpan<byte> arguments)
    {
        TextValidator.ValidateName(command, "The command name");
        int bytes = arguments.Length + Encoding.UTF8.GetByteCount(command) + MaxEnvelopeBytes;
        if (bytes > ParserLimits.MaxBytes)
        {
            throw CreateTooLarge(command, bytes, "bytes", ParserLimits.MaxBytes);
        }

        // Each token has at least one byte.
        if (
            bytes > ParserLimits.MaxTokens
            && CountTokens(arguments) + MaxEnvelopeTokens is > ParserLimits.MaxTokens and int tokens
        )
        {
            throw CreateTooLarge(command, tokens, "JSON tokens", ParserLimits.MaxTokens);
        }
    }

    /// <summary>Encodes a request.</summary>
    /// <param name="output">Receives the request.</param>
    /// <param name="command">The command's wire name, which must be valid.</param>
    /// <param name="arguments">The JSON object with the arguments. Omitted if empty.</param>
    /// <param name="id">The id, or null to omit it.</param>
    /// <param name="outOfBand">The format of an out-of-band request, or null for in-band.</param>
    public static void Encode(
        IBufferWriter<byte> output,
        string command,
        ReadOnlySpan<byte> arguments,
        long? id,
        QmpOutOfBandDialect? outOfBand
    )
    {
        output.Write(outOfBand is QmpOutOfBandDialect.ExecOob ? "{\"exec-oob\":\""u8 : "{\"execute\":\""u8);
        WriteName(output, command);
        output.Write("\""u8);
        if (arguments.Length > "{}".Length)
        {
            output.Write(",\"arguments\":"u8);
            output.Write(arguments);
        }

        if (id is { } number)
        {
            output.Write(",\"id\":"u8);
            _ = number.TryFormat(output.GetSpan(20), out int digits, provider: null);
            output.Advance(digits);
        }

        output.Write(outOfBand is QmpOutOfBandDialect.ControlField ? ",\"control\":{\"run-oob\":true}}\n"u8 : "}\n"u8);
    }

    private static void WriteName(IBufferWriter<byte> output, string command)
    {
        if (!command.AsSpan().ContainsAnyExcept(s_plainCharacters))
        {
            Encoding.UTF8.GetBytes(command, output);
        }
        else
        {
            output.Write(JsonEncodedText.Encode(command, MinimalJsonEncoder.Instance).EncodedUtf8Bytes);
        }
    }

    /// <summary>Counts the tokens of QEMU's parser, to which commas and colons belong.</summary>
    private static int CountTokens(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, JsonDefaults.ReaderOptions);
        int count = 0;
        bool isEmpty = false;
        while (reader.Read())
        {
            // A separator follows each name and value. The last value is followed by the closing bracket instead.
            bool isEnd = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            count +=
                !isEnd ? 2
                : isEmpty ? 1
                : 0;
            isEmpty = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        }

        return count;
    }

    private static QmpArgumentException CreateTooLarge(string command, int size, string unit, int maximum) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The request of '{command}' has {size} {unit}, but QEMU and its guest agent accept at most {maximum}. "
            ) + "Send the data in several requests."
        );
}
