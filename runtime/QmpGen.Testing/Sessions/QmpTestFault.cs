using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing;

/// <summary>A fault in the messages that the server sends, for <see cref="QmpTestServer.Inject"/>.</summary>
/// <remarks>To leave a single command without a response, use <see cref="QmpTestServer.Hold(string)"/> or a handler
/// that does not return.</remarks>
public sealed class QmpTestFault
{
    private const string UnknownId = "unknown-id";

    // Higher than the limit of any client.
    private static readonly JsonSerializerOptions s_deep = new()
    {
        MaxDepth = 10_000,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(),
    };

    private readonly Func<Stream, ReadOnlyMemory<byte>, CancellationToken, Task<bool>> _write;

    private QmpTestFault(Func<Stream, ReadOnlyMemory<byte>, CancellationToken, Task<bool>> write) => _write = write;

    /// <summary>Ends any fault.</summary>
    public static QmpTestFault None { get; } =
        CreateLasting(
            async (stream, message, cancellationToken) =>
                await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false)
        );

    /// <summary>Sends nothing and keeps the connection open.</summary>
    public static QmpTestFault Silence { get; } = CreateLasting((_, _, _) => Task.CompletedTask);

    /// <summary>Sends half of the next message on each connection, then closes the connection.</summary>
    /// <remarks>A client that reconnects receives half a greeting.</remarks>
    public static QmpTestFault HalfMessage { get; } =
        new(
            async (stream, message, cancellationToken) =>
            {
                ReadOnlyMemory<byte> half = message[..(message.Length / 2)];
                await stream.WriteAsync(half, cancellationToken).ConfigureAwait(false);
                return false;
            }
        );

    /// <summary>Sends every response twice.</summary>
    public static QmpTestFault DuplicateReplies { get; } = CreateForReplies((_, message) => [.. message, .. message]);

    /// <summary>Sends every response with an unknown id.</summary>
    public static QmpTestFault WrongIds { get; } =
        CreateForReplies(
            (reply, message) =>
            {
                reply["id"] = UnknownId;
                byte[] changed = Encoding.UTF8.GetBytes(reply.ToJsonString(s_deep));
                return
                [
                    .. message.AsSpan(0, message.AsSpan().IndexOf((byte)'{')),
                    .. changed,
                    .. message.AsSpan(message.AsSpan().LastIndexOf((byte)'}') + 1),
                ];
            }
        );

    /// <summary>Closes each connection after the server has sent the given number of bytes.</summary>
    /// <param name="bytes">The number of bytes to all clients together, counted from this call on.</param>
    /// <returns>The fault.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static QmpTestFault CloseAfter(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        long left = bytes;
        return new(
            async (stream, message, cancellationToken) =>
            {
                long before = Interlocked.Add(ref left, -message.Length) + message.Length;
                int length = (int)Math.Clamp(before, 0, message.Length);
                await stream.WriteAsync(message[..length], cancellationToken).ConfigureAwait(false);
                return before > message.Length;
            }
        );
    }

    /// <summary>Sends the given bytes before every message.</summary>
    /// <param name="bytes">Any bytes, such as invalid JSON.</param>
    /// <returns>The fault.</returns>
    public static QmpTestFault SendGarbage(ReadOnlyMemory<byte> bytes) =>
        CreateLasting(
            async (stream, message, cancellationToken) =>
            {
                await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
            }
        );

    /// <summary>Sends one byte at a time.</summary>
    /// <param name="pause">The time between two bytes.</param>
    /// <returns>The fault.</returns>
    public static QmpTestFault SendSlowly(TimeSpan pause) =>
        CreateLasting(
            async (stream, message, cancellationToken) =>
            {
                for (int i = 0; i < message.Length; i++)
                {
                    await stream.WriteAsync(message.Slice(i, 1), cancellationToken).ConfigureAwait(false);
                    await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
                }
            }
        );

    /// <summary>Sends events before every message, faster than a client can process them.</summary>
    /// <param name="name">The wire name of the event. The server sends it without data.</param>
    /// <param name="count">The number of events before each message.</param>
    /// <returns>The fault.</returns>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static QmpTestFault FloodEvents(string name, int count)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return CreateLasting(
            async (stream, message, cancellationToken) =>
            {
                ReadOnlyMemory<byte> @event = MessagePrinter.Monitor.PrintEvent(name, null);
                for (int i = 0; i < count; i++)
                {
                    await stream.WriteAsync(@event, cancellationToken).ConfigureAwait(false);
                }

                await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
            }
        );
    }

    /// <summary>Writes a message to a client.</summary>
    /// <returns>Whether the connection stays open.</returns>
    internal Task<bool> WriteAsync(Stream stream, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        _write(stream, message, cancellationToken);

    /// <summary>Creates a fault that keeps the connection open.</summary>
    private static QmpTestFault CreateLasting(Func<Stream, ReadOnlyMemory<byte>, CancellationToken, Task> write) =>
        new(
            async (stream, message, cancellationToken) =>
            {
                await write(stream, message, cancellationToken).ConfigureAwait(false);
                return true;
            }
        );

    /// <summary>Creates a fault that changes responses, but not greetings and events.</summary>
    private static QmpTestFault CreateForReplies(Func<JsonObject, byte[], byte[]> change) =>
        CreateLasting(
            async (stream, message, cancellationToken) =>
            {
                JsonObject? reply = ParseReply(message.Span);
                ReadOnlyMemory<byte> changed = reply is null ? message : change(reply, message.ToArray());
                await stream.WriteAsync(changed, cancellationToken).ConfigureAwait(false);
            }
        );

    private static JsonObject? ParseReply(ReadOnlySpan<byte> message)
    {
        // A guest agent can send the byte 0xFF before its response.
        int start = message.IndexOf((byte)'{');
        JsonDocumentOptions options = new() { MaxDepth = s_deep.MaxDepth };
        return
            start >= 0
            && JsonNode.Parse(message[start..], documentOptions: options) is JsonObject json
            && (json.ContainsKey("return") || json.ContainsKey("error"))
            ? json
            : null;
    }
}
