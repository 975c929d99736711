using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>What one subscriber has been sent and has not taken yet. Bounded, so that one who never reads costs no more
/// than that.</summary>
internal sealed partial class QmpEventBuffer : IDisposable
{
    private readonly QmpEvents _stream;
    private readonly Func<QmpEvent, bool> _takes;
    private readonly Channel<QmpEvent> _channel;
    private readonly ILogger _logger;
    private long _dropped;
    private int _interruptions;

    /// <summary>An empty buffer.</summary>
    /// <param name="stream">Where it is to be taken off when it is given up.</param>
    /// <param name="takes">Which events it is for. Runs on the reader loop, so it is never the user's.</param>
    /// <param name="capacity">How many events it holds.</param>
    /// <param name="logger">Told once when events begin to be lost.</param>
    public QmpEventBuffer(QmpEvents stream, Func<QmpEvent, bool> takes, int capacity, ILogger logger)
    {
        _stream = stream;
        _takes = takes;
        _logger = logger;
        _channel = Channel.CreateBounded<QmpEvent>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest },
            CountDropped
        );
    }

    /// <summary>What can be taken out. Completes when the subscription ends, with the cause where there is
    /// one.</summary>
    public ChannelReader<QmpEvent> Reader => _channel.Reader;

    /// <summary>How many events were lost because nobody took them in time.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How many times the connection was lost in between.</summary>
    public int Interruptions => Volatile.Read(ref _interruptions);

    /// <summary>Puts an event in, if it is one of those that are wanted here. Never waits.</summary>
    public void Offer(QmpEvent read)
    {
        if (_takes(read))
        {
            _channel.Writer.TryWrite(read);
        }
    }

    /// <summary>Counts an interruption, which whoever takes every event also finds between them.</summary>
    public void Interrupt(QmpInterruptedEvent interrupted)
    {
        Interlocked.Increment(ref _interruptions);
        Offer(interrupted);
    }

    /// <summary>Takes no more events in. What is there can still be taken out.</summary>
    /// <param name="cause">Why the connection ended; null where this side closed it.</param>
    public void End(QmpException? cause) =>
        _channel.Writer.TryComplete(cause is null ? null : QmpConnection.Ended("No more events", cause));

    /// <summary>Takes no more events in. What is there can still be taken out.</summary>
    public void Dispose()
    {
        _stream.Close(this);
        _channel.Writer.TryComplete();
    }

    private void CountDropped(QmpEvent dropped)
    {
        // Not QEMU's, and counted already.
        if (dropped is QmpInterruptedEvent)
        {
            return;
        }

        QmpTelemetry.CountDroppedEvent();
        if (Interlocked.Increment(ref _dropped) == 1)
        {
            LogFirstDropped();
        }
    }

    [LoggerMessage(31, LogLevel.Warning, "A subscriber is too slow and has begun to lose events, the oldest first.")]
    private partial void LogFirstDropped();
}
