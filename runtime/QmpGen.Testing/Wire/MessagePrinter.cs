using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace QmpGen.Testing.Wire;

/// <summary>Prints messages as QEMU does: a space after each colon and comma, and ASCII only.</summary>
/// <remarks>A monitor ends its lines with CR LF, a guest agent with LF.</remarks>
internal sealed class MessagePrinter
{
    private readonly byte[] _lineEnd;

    private MessagePrinter(string lineEnd) => _lineEnd = Encoding.ASCII.GetBytes(lineEnd);

    /// <summary>The messages of a monitor.</summary>
    public static MessagePrinter Monitor { get; } = new("\r\n");

    /// <summary>The messages of a guest agent.</summary>
    public static MessagePrinter GuestAgent { get; } = new("\n");

    /// <summary>Prints a version as it appears in the greeting and in <c>query-version</c>.</summary>
    public static string PrintVersion(QmpVersion version)
    {
        string qemu = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"micro": {{version.Micro}}, "minor": {{version.Minor}}, "major": {{version.Major}}}"""
        );
        ByteBuffer package = new();
        ValuePrinter.AppendText(package, version.Package);
        return $$"""{"qemu": {{qemu}}, "package": {{Encoding.ASCII.GetString(package.Span)}}}""";
    }

    /// <summary>Prints the greeting of a monitor.</summary>
    public ReadOnlyMemory<byte> PrintGreeting(QmpVersion version, bool offersOutOfBand)
    {
        string capabilities = offersOutOfBand ? "\"oob\"" : "";
        return Finish(
            new Message().Append(
                $$$"""{"QMP": {"version": {{{PrintVersion(version)}}}, "capabilities": [{{{capabilities}}}]}}"""
            )
        );
    }

    /// <summary>Prints the response to a command that succeeded.</summary>
    /// <param name="result">The result.</param>
    /// <param name="id">The id of the request, if it had one.</param>
    /// <param name="prefix">The bytes before the response.</param>
    public ReadOnlyMemory<byte> PrintReturn(JsonElement result, JsonElement? id, ReadOnlySpan<byte> prefix)
    {
        Message message = new Message(GetSize(result)).Append(prefix).Append("{\"return\": ").Append(result);
        if (id is { } value)
        {
            message.Append(", \"id\": ").Append(value);
        }

        return Finish(message.Append("}"));
    }

    /// <summary>Prints the response to a command that failed.</summary>
    public ReadOnlyMemory<byte> PrintError(string errorClass, string description, JsonElement? id)
    {
        Message message = new Message(description.Length).Append("{");
        if (id is { } value)
        {
            message.Append("\"id\": ").Append(value).Append(", ");
        }

        return Finish(
            message
                .Append("\"error\": {\"class\": ")
                .AppendText(errorClass)
                .Append(", \"desc\": ")
                .AppendText(description)
                .Append("}}")
        );
    }

    /// <summary>Prints an event with the current time.</summary>
    public ReadOnlyMemory<byte> PrintEvent(string name, JsonElement? data)
    {
        long microseconds = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        (long seconds, long rest) = Math.DivRem(microseconds, 1_000_000);
        string stamp = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"seconds": {{seconds}}, "microseconds": {{rest}}}"""
        );
        Message message = new Message(data is null ? 0 : GetSize(data.Value))
            .Append($"{{\"timestamp\": {stamp}, \"event\": ")
            .AppendText(name);
        if (data is { } value)
        {
            message.Append(", \"data\": ").Append(value);
        }

        return Finish(message.Append("}"));
    }

    /// <summary>Prints a recorded message unchanged.</summary>
    public ReadOnlyMemory<byte> PrintRecorded(JsonElement message) =>
        Finish(new Message(GetSize(message)).Append(message));

    /// <summary>Prints a recorded response with another id.</summary>
    /// <remarks>QEMU prints the id after a result and before an error.</remarks>
    public ReadOnlyMemory<byte> PrintRecorded(JsonElement response, JsonElement? id)
    {
        bool isError = response.TryGetProperty("error", out _);
        IEnumerable<(string Name, JsonElement Value)> members = response
            .EnumerateObject()
            .Where(member => member.Name != "id")
            .Select(member => (member.Name, member.Value));
        (string, JsonElement)[] echo = id is { } value ? [("id", value)] : [];
        Message message = new(GetSize(response));
        string separator = "{";
        foreach ((string name, JsonElement item) in isError ? echo.Concat(members) : members.Concat(echo))
        {
            message.Append(separator).AppendText(name).Append(": ").Append(item);
            separator = ", ";
        }

        return Finish(message.Append("}"));
    }

    private static int GetSize(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;

    private ReadOnlyMemory<byte> Finish(Message message) => message.Append(_lineEnd).Memory;

    /// <summary>A message that is being printed.</summary>
    /// <param name="size">The approximate size of its largest value.</param>
    private readonly struct Message(int size)
    {
        // Room for the other members.
        private const int EnvelopeSize = 256;

        private readonly ByteBuffer _text = new(size + EnvelopeSize);

        public Message()
            : this(0) { }

        public ReadOnlyMemory<byte> Memory => _text.Memory;

        public Message Append(ReadOnlySpan<byte> bytes)
        {
            _text.Append(bytes);
            return this;
        }

        public Message Append(string json) => Append(Encoding.ASCII.GetBytes(json));

        public Message Append(JsonElement value)
        {
            ValuePrinter.AppendValue(_text, value);
            return this;
        }

        public Message AppendText(string text)
        {
            ValuePrinter.AppendText(_text, text);
            return this;
        }
    }
}
