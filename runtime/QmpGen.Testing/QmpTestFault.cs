using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing;

/// <summary>What goes wrong with what the server says, on demand: <see cref="QmpTestServer.Inject"/>.</summary>
/// <remarks>
/// One fault needs nothing of its own: silence about one command is a handler that does not return, or
/// <see cref="QmpTestServer.Hold(string)"/>.
/// </remarks>
public sealed class QmpTestFault
{
    // Deeper than any client reads.
    private static readonly JsonSerializerOptions s_deep = new()
    {
        MaxDepth = 10_000,
        TypeInfoResolver = JsonTypeInfoResolver.Combine(),
    };

    private readonly Func<Stream, byte[], CancellationToken, Task<bool>> _write;

    private QmpTestFault(Func<Stream, byte[], CancellationToken, Task<bool>> write) => _write = write;

    /// <summary>Nothing goes wrong, as before any fault.</summary>
    public static QmpTestFault None { get; } =
        Of(
            async (stream, message, cancellationToken) =>
                await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false)
        );

    /// <summary>Nothing is said any more; the connection stays open.</summary>
    public static QmpTestFault Silence { get; } = Of((_, _, _) => Task.CompletedTask);

    /// <summary>Half of a message is said, and the connection closed: of the next on each connection, so that of a
    /// client that connects again the greeting is cut.</summary>
    public static QmpTestFault HalfMessage { get; } =
        new(
            async (stream, message, cancellationToken) =>
            {
                await stream
                    .WriteAsync(message.AsMemory(0, message.Length / 2), cancellationToken)
                    .ConfigureAwait(false);
                return false;
            }
        );

    /// <summary>Every answer is said twice.</summary>
    public static QmpTestFault AnswersTwice { get; } = Answers((_, message) => [.. message, .. message]);

    /// <summary>Every answer has an id that no client has used.</summary>
    public static QmpTestFault WrongIds { get; } =
        Answers(
            (answer, message) =>
            {
                answer["id"] = "the id of nobody";
                byte[] changed = Encoding.UTF8.GetBytes(answer.ToJsonString(s_deep));
                return
                [
                    .. message.AsSpan(0, message.AsSpan().IndexOf((byte)'{')),
                    .. changed,
                    .. message.AsSpan(message.AsSpan().LastIndexOf((byte)'}') + 1),
                ];
            }
        );

    /// <summary>So many bytes are said from now on, to all clients together; then the connection is closed, and any
    /// other that something is to be said on.</summary>
    /// <param name="bytes">How many.</param>
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
                await stream.WriteAsync(message.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
                return before > message.Length;
            }
        );
    }

    /// <summary>Bytes that are no message are said before every message.</summary>
    /// <param name="bytes">Which.</param>
    /// <returns>The fault.</returns>
    public static QmpTestFault Garbage(ReadOnlyMemory<byte> bytes) =>
        Of(
            async (stream, message, cancellationToken) =>
                await stream.WriteAsync((byte[])[.. bytes.Span, .. message], cancellationToken).ConfigureAwait(false)
        );

    /// <summary>Everything is said byte by byte.</summary>
    /// <param name="pause">The time between two bytes.</param>
    /// <returns>The fault.</returns>
    public static QmpTestFault Drip(TimeSpan pause) =>
        Of(
            async (stream, message, cancellationToken) =>
            {
                for (int i = 0; i < message.Length; i++)
                {
                    await stream.WriteAsync(message.AsMemory(i, 1), cancellationToken).ConfigureAwait(false);
                    await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
                }
            }
        );

    /// <summary>So many events are said before every message, faster than a client may take them.</summary>
    /// <param name="name">The event's wire name; it carries no data.</param>
    /// <param name="events">How many.</param>
    /// <returns>The fault.</returns>
    /// <exception cref="ArgumentException">There is no name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static QmpTestFault EventFlood(string name, int events)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegative(events);
        return Of(
            async (stream, message, cancellationToken) =>
            {
                byte[] @event = [.. AnswerText.Event(name, null), .. "\r\n"u8];
                for (int i = 0; i < events; i++)
                {
                    await stream.WriteAsync(@event, cancellationToken).ConfigureAwait(false);
                }

                await stream.WriteAsync(message, cancellationToken).ConfigureAwait(false);
            }
        );
    }

    /// <summary>Says a message to a client.</summary>
    /// <returns>Whether the connection goes on.</returns>
    internal Task<bool> WriteAsync(Stream stream, byte[] message, CancellationToken cancellationToken) =>
        _write(stream, message, cancellationToken);

    private static QmpTestFault Of(Func<Stream, byte[], CancellationToken, Task> write) =>
        new(
            async (stream, message, cancellationToken) =>
            {
                await write(stream, message, cancellationToken).ConfigureAwait(false);
                return true;
            }
        );

    /// <summary>A fault of answers alone: greetings and events are said as they are.</summary>
    private static QmpTestFault Answers(Func<JsonObject, byte[], byte[]> change) =>
        Of(
            async (stream, message, cancellationToken) =>
            {
                // A guest agent may put the byte 0xFF before its answer.
                int start = message.AsSpan().IndexOf((byte)'{');
                JsonObject? answer =
                    start < 0
                        ? null
                        : JsonNode.Parse(
                            message.AsSpan(start),
                            documentOptions: new JsonDocumentOptions { MaxDepth = s_deep.MaxDepth }
                        ) as JsonObject;
                bool isAnswer = answer is not null && (answer.ContainsKey("return") || answer.ContainsKey("error"));
                await stream
                    .WriteAsync(isAnswer ? change(answer!, message) : message, cancellationToken)
                    .ConfigureAwait(false);
            }
        );
}
