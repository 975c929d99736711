using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace QmpGen.Testing;

/// <summary>
/// Writes the sessions of a client to a file, which <see cref="QmpTestServer.Replay"/> plays: one JSON text a line, as it went over the wire. A recording with the answer to
/// <c>query-qmp-schema</c> is a schema file too.
/// </summary>
/// <remarks>Safe for use by several threads; each client needs a recording of its own. Every message is in the file before the next is taken, so that a program that
/// crashes leaves what was said until then. Arguments are recorded as they are, passwords included.</remarks>
/// <example><code>
/// await using QmpRecording recording = QmpRecording.Create("boot.jsonl");
/// await using QemuClient vm = await QemuClient.ConnectAsync(endpoint, new QmpClientOptions { WireTap = recording.Tap });
/// </code></example>
public sealed class QmpRecording : IAsyncDisposable
{
    private readonly RecordingWriter _writer;

    private QmpRecording(Stream stream) => _writer = new RecordingWriter(stream);

    /// <summary>What <see cref="QmpClientOptions.WireTap"/> of the client is to be.</summary>
    public ChannelWriter<QmpWireMessage> Tap => _writer;

    /// <summary>Begins a recording.</summary>
    /// <param name="path">The file. One that is there is overwritten.</param>
    /// <returns>The recording, to be disposed of after the client.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written.</exception>
    public static QmpRecording Create(string path) => new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));

    /// <summary>Ends the recording.</summary>
    /// <returns>Completes when the file is closed.</returns>
    /// <exception cref="IOException">Something could not be written, so that the recording ends there.</exception>
    public async ValueTask DisposeAsync()
    {
        if (await _writer.EndAsync().ConfigureAwait(false) is { } failure)
            throw new IOException($"The recording is not whole: {failure.Message}", failure);
    }

    private sealed class RecordingWriter(Stream stream) : ChannelWriter<QmpWireMessage>
    {
        private const char Delimiter = '\uFFFD';

        private readonly Lock _gate = new();
        private Exception? _failure;
        private bool _ended;

        public override bool TryWrite(QmpWireMessage item)
        {
            lock (_gate)
            {
                if (_ended || _failure is not null)
                    return false;

                try
                {
                    stream.Write(Encoding.UTF8.GetBytes(LinesOf(item)));
                    return true;
                }
                catch (IOException e)
                {
                    _failure = e;
                    return false;
                }
            }
        }

        public override ValueTask<bool> WaitToWriteAsync(CancellationToken cancellationToken = default) => new(!_ended && _failure is null);

        public async Task<Exception?> EndAsync()
        {
            lock (_gate)
            {
                _ended = true;
            }

            await stream.DisposeAsync().ConfigureAwait(false);
            return _failure;
        }

        /// <summary>A line for each JSON text. What is sent to a guest agent in one go are three, and bytes that no text has; what it says may be anything, of which
        /// a comment is left.</summary>
        private static string LinesOf(QmpWireMessage message)
        {
            string text = Encoding.UTF8.GetString(message.Bytes.Span);
            string[] lines = message.Direction == QmpWireDirection.Sent ? text.Split('\n') : [text.ReplaceLineEndings(" ")];
            return string.Concat(lines.Select(line => line.Trim(Delimiter, ' ', '\r')).Where(line => line.Length > 0).Select(line => $"{(IsJson(line) ? "" : "# ")}{line}\n"));
        }

        private static bool IsJson(string line)
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = int.MaxValue });
                return true;
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }
}
