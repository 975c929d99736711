using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>Passes the messages of one connection to the user's wire tap, in order, on the thread pool.</summary>
/// <param name="tap">The wire tap.</param>
/// <param name="endpoint">The endpoint of the connection, for the log.</param>
/// <param name="logger">The logger.</param>
internal sealed partial class WireTapQueue(IQmpWireTap tap, string endpoint, ILogger logger)
{
    private const int MaxQueuedBytes = 64 * 1024 * 1024;

    // An estimate of the memory that a message needs in addition to its bytes.
    private const int MessageOverhead = 200;

    private readonly SerialWorkQueue _messages = new();
    private readonly ILogger _logger = logger;
    private long _queuedBytes;
    private int _isFull;

    /// <summary>Queues a copy of a message, unless the wire tap was too slow for an earlier one.</summary>
    /// <param name="direction">The direction.</param>
    /// <param name="bytes">The message.</param>
    public void Enqueue(QmpWireDirection direction, ReadOnlySpan<byte> bytes)
    {
        long size = bytes.Length + MessageOverhead;
        long queued = Interlocked.Read(ref _queuedBytes);
        if (Volatile.Read(ref _isFull) != 0 || (queued > 0 && queued + size > MaxQueuedBytes))
        {
            // Without a gap, the messages before this one still form a valid session.
            if (Interlocked.Exchange(ref _isFull, 1) == 0)
            {
                LogTooSlow(endpoint, MaxQueuedBytes / (1024 * 1024));
            }

            return;
        }

        Interlocked.Add(ref _queuedBytes, size);
        QmpWireMessage message = new(direction, bytes.ToArray(), DateTimeOffset.UtcNow);
        _messages.Enqueue(() =>
        {
            try
            {
                tap.OnMessage(message);
            }
            finally
            {
                Interlocked.Add(ref _queuedBytes, -size);
            }
        });
    }

    /// <summary>Waits until the tap has received all queued messages.</summary>
    public Task DrainAsync() => _messages.DrainAsync();

    [LoggerMessage(
        42,
        LogLevel.Warning,
        "The wire tap of {Endpoint} is {Size} MiB behind. It receives no more messages of this connection."
    )]
    private partial void LogTooSlow(string endpoint, int size);
}
