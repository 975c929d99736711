using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace QmpGen;

/// <summary>The events from the moment of the subscription on. To be enumerated once, by one consumer.</summary>
/// <remarks>Its buffer is bounded: who is too far behind loses the oldest events, and <see cref="Dropped"/> counts them.</remarks>
public sealed partial class QmpEventSubscription : IAsyncEnumerable<QmpEvent>, IDisposable
{
    private readonly QmpEventStream _stream;
    private readonly Func<QmpEvent, bool> _wanted;
    private readonly Channel<QmpEvent> _channel;
    private readonly ILogger _logger;
    private readonly CancellationToken _cancellation;
    private long _dropped;

    internal QmpEventSubscription(QmpEventStream stream, Func<QmpEvent, bool> wanted, int buffer, ILogger logger, CancellationToken cancellation)
    {
        _stream = stream;
        _wanted = wanted;
        _logger = logger;
        _cancellation = cancellation;
        _channel = Channel.CreateBounded<QmpEvent>(
            new BoundedChannelOptions(buffer) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true },
            _ => CountDropped());
    }

    /// <summary>How many events this subscriber has lost because it was too far behind: more than <see cref="QmpClientOptions.EventBuffer"/>.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The events, in the order of their coming.</summary>
    /// <param name="cancellationToken">Ends the enumeration, as the token of <see cref="QmpEventStream.ReadAllAsync"/> does.</param>
    /// <returns>The enumerator, whose disposal ends the subscription.</returns>
    /// <exception cref="QmpConnectionException">The connection was lost; the events that came before have been given out first.</exception>
    /// <exception cref="QmpProtocolException">The connection ended because the peer broke the protocol.</exception>
    public IAsyncEnumerator<QmpEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        EnumerateAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);

    /// <summary>Ends the subscription. What is buffered is still given out.</summary>
    public void Dispose()
    {
        _stream.Unsubscribe(this);
        _channel.Writer.TryComplete();
    }

    internal ChannelReader<QmpEvent> Reader => _channel.Reader;

    internal void Offer(QmpEvent read)
    {
        if (_wanted(read))
            _channel.Writer.TryWrite(read);
    }

    internal void End(QmpException? cause) =>
        _channel.Writer.TryComplete(cause is null ? null : QmpConnection.Ended("No more events", cause));

    private async IAsyncEnumerable<QmpEvent> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(_cancellation, cancellationToken);
        try
        {
            await foreach (QmpEvent read in Reader.ReadAllAsync(either.Token).ConfigureAwait(false))
                yield return read;
        }
        finally
        {
            Dispose();
        }
    }

    private void CountDropped()
    {
        QmpTelemetry.DroppedEvents.Add(1);
        if (Interlocked.Increment(ref _dropped) == 1)
            LogFirstDropped();
    }

    [LoggerMessage(31, LogLevel.Warning, "A subscriber is too slow and has begun to lose events, the oldest first.")]
    private partial void LogFirstDropped();
}
