using System.Text;
using HandMade;
using QmpGen.CodeGeneration;

namespace QmpGen.Bindings.Tests;

/// <summary>Writes and reads the types of the hand-made schema.</summary>
internal static class EchoSerializer
{
    /// <summary>Writes the arguments of a command as they are sent.</summary>
    public static string WriteArguments(IQmpCommand command) =>
        Encoding.UTF8.GetString(
            QmpWriter.ToUtf8(writer =>
            {
                writer.WriteStartObject();
                command.WriteArguments(writer);
                writer.WriteEndObject();
            })
        );

    /// <summary>Reads a reply to 'echo' by the schema of QEMU 9.9.9 from a QEMU 1.1.1.</summary>
    public static EchoResult ReadReply(string json)
    {
        QmpReader reader = new(
            Encoding.UTF8.GetBytes(json),
            new QmpReadContext
            {
                Subject = "the reply to 'echo'",
                SchemaVersion = "9.9.9",
                Peer = "QEMU 1.1.1",
            }
        );
        return reader.ReadObject<EchoResult>();
    }

    /// <summary>Reads a reply to 'echo' and returns its shape.</summary>
    public static EchoShape ReadShape(string json) => ReadReply($$"""{"text": "", "shape": {{json}}}""").Shape!;
}
