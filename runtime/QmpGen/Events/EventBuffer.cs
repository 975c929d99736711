using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>The bounded buffer of one subscriber.</summary>
/// <remarks>Thread-safe. A subscriber that waits continues as a work item of the <see cref="EventLoop"/>, after all
/// events that were received together.</remarks>
internal sealed partial class EventBuffer : IThreadPoolWorkItem, IDisposable
{
    // Limits the events that are not in the buffer yet.
    private const int MaxGroupSize = 64;

    private readonly QmpEvents _source;
    private readonly Type _eventType;
    private readonly EventBufferLimits _limits;
    private readonly string _endpoint;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly Queue<(QmpEvent Event, int Bytes)> _events = new();

    // Protected by the source. If the loop entered the lock for each event, it would often wait for the
    // subscriber.
    private readonly List<(QmpEvent Event, int Bytes)> _received = [];
    private TaskCompletionSource? _waiting;
    private bool _isWakeUpScheduled;
    private long _bytes;
    private bool _isCompleted;
    private QmpException? _cause;
    private long _dropped;
    private int _interruptions;

    /// <summary>Initializes an empty buffer.</summary>
    /// <param name="source">The source. Disposing the buffer removes it from the source.</param>
    /// <param name="eventType">The type of the events to buffer.</param>
    /// <param name="limits">The maximum size. The newest event is buffered even if it is larger.</param>
    /// <param name="endpoint">The endpoint of the client, for the log.</param>
    /// <param name="logger">The logger for the first dropped event.</param>
    public EventBuffer(QmpEvents source, Type eventType, EventBufferLimits limits, string endpoint, ILogger logger)
    {
        _source = source;
        _eventType = eventType;
        _limits = limits;
        _endpoint = endpoint;
        _logger = logger;
    }

    /// <summary>The number of buffered events.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _events.Count;
            }
        }
    }

    /// <summary>The number of events that were dropped because the buffer was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The number of lost connections.</summary>
    public int Interruptions => Volatile.Read(ref _interruptions);

    /// <summary>Whether the buffer accepts events of a type.</summary>
    public bool Accepts(Type type) => _eventType.IsAssignableFrom(type);

    /// <summary>Adds an event that <see cref="Deliver"/> buffers, if its type is accepted.</summary>
    /// <param name="received">The event.</param>
    /// <param name="bytes">The size of its name and data on the wire.</param>
    public void Offer(QmpEvent received, int bytes)
    {
        if (_eventType.IsInstanceOfType(received))
        {
            _received.Add((received, bytes));
            if (_received.Count == MaxGroupSize)
            {
                Deliver();
            }
        }
    }

    /// <summary>Buffers the offered events, without blocking.</summary>
    public void Deliver()
    {
        if (_received.Count == 0)
        {
            return;
        }

        int droppedCount = 0;
        lock (_gate)
        {
            if (!_isCompleted)
            {
                foreach ((QmpEvent received, int bytes) in _received)
                {
                    droppedCount += Enqueue(received, bytes);
                }

                ScheduleWakeUp();
            }
        }

        _received.Clear();
        CountDropped(droppedCount);
    }

    /// <summary>Removes the oldest event from the buffer, if there is one.</summary>
    public bool TryRead([NotNullWhen(true)] out QmpEvent? oldest)
    {
        lock (_gate)
        {
            oldest = Dequeue();
            return oldest is not null;
        }
    }

    /// <summary>Waits until the buffer has an event.</summary>
    /// <returns>False if no more events are buffered.</returns>
    /// <exception cref="QmpException">The connection ended.</exception>
    public async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            Task waiting;
            lock (_gate)
            {
                if (_events.Count > 0 || _isCompleted)
                {
                    return _events.Count > 0 || (_cause is null ? false : throw _cause);
                }

                _waiting ??= new TaskCompletionSource();
                waiting = _waiting.Task;
            }

            await waiting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Counts an interruption, and buffers it if it is accepted.</summary>
    public void Interrupt(QmpInterruptedEvent interrupted)
    {
        Interlocked.Increment(ref _interruptions);
        Offer(interrupted, bytes: 0);
        Deliver();
    }

    /// <summary>Stops buffering, but keeps the buffered events for the reader.</summary>
    /// <param name="cause">The reason that the connection ended, or null if this program closed it.</param>
    public void End(QmpException? cause) =>
        Complete(cause is null ? null : ConnectionEnded.CreateException("No more events can be received", cause));

    /// <summary>Stops buffering, but keeps the buffered events for the reader.</summary>
    public void Dispose()
    {
        _source.Remove(this);
        Complete(null);
    }

    /// <summary>Continues the subscriber.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        TaskCompletionSource? waiting;
        lock (_gate)
        {
            waiting = _waiting;
            _waiting = null;
            _isWakeUpScheduled = false;
        }

        waiting?.TrySetResult();
    }

    private void Complete(QmpException? cause)
    {
        lock (_gate)
        {
            if (!_isCompleted)
            {
                _isCompleted = true;
                _cause = cause;
                ScheduleWakeUp();
            }
        }
    }

    /// <returns>The number of events that were dropped to make room.</returns>
    private int Enqueue(QmpEvent received, int bytes)
    {
        int droppedCount = 0;
        while ((_events.Count >= _limits.Capacity || _bytes + bytes > _limits.Bytes) && Dequeue() is { } oldest)
        {
            // An interruption is not an event of QEMU, and it has a separate counter.
            droppedCount += oldest is QmpInterruptedEvent ? 0 : 1;
        }

        _bytes += bytes;
        _events.Enqueue((received, bytes));
        return droppedCount;
    }

    private QmpEvent? Dequeue()
    {
        if (!_events.TryDequeue(out (QmpEvent Event, int Bytes) oldest))
        {
            return null;
        }

        _bytes -= oldest.Bytes;
        return oldest.Event;
    }

    private void ScheduleWakeUp()
    {
        if (_waiting is not null && !_isWakeUpScheduled)
        {
            _isWakeUpScheduled = true;
            EventLoop.Schedule(this);
        }
    }

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
}
