using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>The bounded buffer of one subscriber.</summary>
internal sealed partial class EventBuffer : IDisposable
{
    private readonly QmpEvents _events;
    private readonly Func<QmpEvent, bool> _isWanted;
    private readonly Channel<QmpEvent> _channel;
    private readonly string _endpoint;
    private readonly ILogger _logger;
    private long _dropped;
    private int _interruptions;

    /// <summary>Initializes an empty buffer.</summary>
    /// <param name="events">The source. Disposing the buffer removes it from the source.</param>
    /// <param name="isWanted">Selects the events to buffer. Runs on the receive loop, so it must not be user
    /// code.</param>
    /// <param name="capacity">The maximum number of buffered events.</param>
    /// <param name="endpoint">The endpoint of the client, for the log.</param>
    /// <param name="logger">The logger for the first dropped event.</param>
    public EventBuffer(QmpEvents events, Func<QmpEvent, bool> isWanted, int capacity, string endpoint, ILogger logger)
    {
        _events = events;
        _isWanted = isWanted;
        _endpoint = endpoint;
        _logger = logger;
        _channel = Channel.CreateBounded<QmpEvent>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest },
            CountDropped
        );
    }

    /// <summary>The reader, which completes with the cause if the connection ends.</summary>
    public ChannelReader<QmpEvent> Reader => _channel.Reader;

    /// <summary>The number of events that were dropped because the buffer was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The number of lost connections.</summary>
    public int Interruptions => Volatile.Read(ref _interruptions);

    /// <summary>Buffers an event if it is wanted, without blocking.</summary>
    public void Offer(QmpEvent received)
    {
        if (_isWanted(received))
        {
            _channel.Writer.TryWrite(received);
        }
    }

    /// <summary>Counts an interruption, and buffers it if it is wanted.</summary>
    public void Interrupt(QmpInterruptedEvent interrupted)
    {
        Interlocked.Increment(ref _interruptions);
        Offer(interrupted);
    }

    /// <summary>Stops buffering, but keeps the buffered events for the reader.</summary>
    /// <param name="cause">The reason that the connection ended, or null if this program closed it.</param>
    public void End(QmpException? cause) =>
        _channel.Writer.TryComplete(
            cause is null ? null : ConnectionEnded.CreateException("No more events can be received", cause)
        );

    /// <summary>Stops buffering, but keeps the buffered events for the reader.</summary>
    public void Dispose()
    {
        _events.Remove(this);
        _channel.Writer.TryComplete();
    }

    private void CountDropped(QmpEvent dropped)
    {
        // An interruption is not an event of QEMU, and it has a separate counter.
        if (dropped is QmpInterruptedEvent)
        {
            return;
        }

        QmpTelemetry.CountDroppedEvent();
        if (Interlocked.Increment(ref _dropped) == 1)
        {
            LogFirstDropped(_endpoint);
        }
    }

    [LoggerMessage(
        31,
        LogLevel.Warning,
        "A subscriber to events from {Endpoint} is too slow: its buffer is full, and the oldest events are dropped."
    )]
    private partial void LogFirstDropped(string endpoint);
}
