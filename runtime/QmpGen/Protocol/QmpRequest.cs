using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>Encodes requests.</summary>
/// <remarks>Requests are as short as possible, because QEMU needs about 6 µs for each byte.</remarks>
internal static class QmpRequest
{
    /// <summary>Encodes the arguments of a command as a JSON object.</summary>
    /// <exception cref="QmpArgumentException">A value cannot be sent.</exception>
    public static byte[] EncodeArguments(IQmpCommand command) =>
        QmpWriter.ToUtf8(writer =>
        {
            writer.WriteStartObject();
            command.WriteArguments(writer);
            writer.WriteEndObject();
        });

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

    /// <summary>Validates the name of a command.</summary>
    /// <exception cref="QmpArgumentException">QEMU cannot parse the name.</exception>
    public static void ValidateCommand(string command) =>
        TextValidator.Validate(command, $"The command name '{command}'");

    /// <summary>Encodes a request.</summary>
    /// <param name="command">The command's wire name, which must be valid.</param>
    /// <param name="arguments">The JSON object with the arguments. Omitted if empty.</param>
    /// <param name="id">The id, or null to omit it.</param>
    /// <param name="outOfBand">The format of an out-of-band request, or null for in-band.</param>
    public static ReadOnlyMemory<byte> Encode(
        string command,
        ReadOnlySpan<byte> arguments,
        long? id,
        QmpOutOfBandDialect? outOfBand
    )
    {
        ArrayBufferWriter<byte> buffer = new(arguments.Length + command.Length + 80);
        buffer.Write(outOfBand is QmpOutOfBandDialect.ExecOob ? "{\"exec-oob\":\""u8 : "{\"execute\":\""u8);
        buffer.Write(JsonEncodedText.Encode(command, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        buffer.Write("\""u8);
        if (arguments.Length > "{}".Length)
        {
            buffer.Write(",\"arguments\":"u8);
            buffer.Write(arguments);
        }

        if (id is { } number)
        {
            buffer.Write(",\"id\":"u8);
            _ = number.TryFormat(buffer.GetSpan(20), out int digits, provider: null);
            buffer.Advance(digits);
        }

        buffer.Write(outOfBand is QmpOutOfBandDialect.ControlField ? ",\"control\":{\"run-oob\":true}}\n"u8 : "}\n"u8);
        return buffer.WrittenMemory;
    }
}
