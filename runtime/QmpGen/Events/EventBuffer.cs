using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>The bounded buffer of one subscriber.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed partial class EventBuffer : IDisposable
{
    private readonly QmpEvents _events;
    private readonly Func<QmpEvent, bool> _isWanted;
    private readonly Channel<BufferedEvent> _channel = Channel.CreateUnbounded<BufferedEvent>();
    private readonly EventBufferLimits _limits;
    private readonly string _endpoint;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private long _bytes;
    private bool _isCompleted;
    private long _dropped;
    private int _interruptions;

    /// <summary>Initializes an empty buffer.</summary>
    /// <param name="events">The source. Disposing the buffer removes it from the source.</param>
    /// <param name="isWanted">Selects the events to buffer. Runs on the receive loop, so it must not be user
    /// code.</param>
    /// <param name="limits">The maximum size. The newest event is buffered even if it is larger.</param>
    /// <param name="endpoint">The endpoint of the client, for the log.</param>
    /// <param name="logger">The logger for the first dropped event.</param>
    public EventBuffer(
        QmpEvents events,
        Func<QmpEvent, bool> isWanted,
        EventBufferLimits limits,
        string endpoint,
        ILogger logger
    )
    {
        _events = events;
        _isWanted = isWanted;
        _limits = limits;
        _endpoint = endpoint;
        _logger = logger;
    }

    /// <summary>The number of buffered events.</summary>
    public int Count => _channel.Reader.Count;

    /// <summary>The number of events that were dropped because the buffer was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The number of lost connections.</summary>
    public int Interruptions => Volatile.Read(ref _interruptions);

    /// <summary>Buffers an event if it is wanted, without blocking.</summary>
    /// <param name="received">The event.</param>
    /// <param name="bytes">The size of its name and data on the wire.</param>
    public void Offer(QmpEvent received, int bytes)
    {
        if (!_isWanted(received))
        {
            return;
        }

        int droppedCount = 0;
        lock (_gate)
        {
            if (_isCompleted)
            {
                return;
            }

            while ((Count >= _limits.Capacity || _bytes + bytes > _limits.Bytes) && TryRead(out QmpEvent? oldest))
            {
                // An interruption is not an event of QEMU, and it has a separate counter.
                droppedCount += oldest is QmpInterruptedEvent ? 0 : 1;
            }

            _bytes += bytes;
            _channel.Writer.TryWrite(new BufferedEvent(received, bytes));
        }

        CountDropped(droppedCount);
    }

    /// <summary>Removes the oldest event from the buffer, if there is one.</summary>
    public bool TryRead([NotNullWhen(true)] out QmpEvent? oldest)
    {
        lock (_gate)
        {
            bool exists = _channel.Reader.TryRead(out BufferedEvent buffered);
            _bytes -= buffered.Bytes;
            oldest = buffered.Event;
            return exists;
        }
    }

    /// <summary>Waits until the buffer has an event.</summary>
    /// <returns>False if no more events are buffered.</returns>
    /// <exception cref="QmpException">The connection ended.</exception>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken) =>
        _channel.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Counts an interruption, and buffers it if it is wanted.</summary>
    public void Interrupt(QmpInterruptedEvent interrupted)
    {
        Interlocked.Increment(ref _interruptions);
        Offer(interrupted, bytes: 0);
    }

    /// <summary>Stops buffering, but keeps the buffered events for the reader.</summary>
    /// <param name="cause">The reason that the connection ended, or null if this program closed it.</param>
    public void End(QmpException? cause) =>
        Complete(cause is null ? null : ConnectionEnded.CreateException("No more events can be received", cause));

    /// <summary>Stops buffering, but keeps the buffered events for the reader.</summary>
    public void Dispose()
    {
        _events.Remove(this);
        Complete(null);
    }

    private void Complete(QmpException? cause)
    {
        lock (_gate)
        {
            _isCompleted = true;
            _channel.Writer.TryComplete(cause);
        }
    }

    /// <summary>Counts dropped events. Runs code of the user, so it must not run under the lock.</summary>
    private void CountDropped(int count)
    {
        for (; count > 0; count--)
        {
            QmpTelemetry.CountDroppedEvent();
            if (Interlocked.Increment(ref _dropped) == 1)
            {
                LogFirstDropped(_endpoint);
            }
        }
    }

    [LoggerMessage(
        31,
        LogLevel.Warning,
        "A subscriber to events from {Endpoint} is too slow: its buffer is full, and the oldest events are dropped."
    )]
    private partial void LogFirstDropped(string endpoint);

    private readonly record struct BufferedEvent(QmpEvent Event, int Bytes);
}
