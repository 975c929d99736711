using System.Runtime.CompilerServices;

namespace QmpGen;

/// <summary>A subscription to the events of one type, in the order in which QEMU sent them.</summary>
/// <typeparam name="TEvent">The type, or <see cref="QmpEvent"/> for all events.</typeparam>
/// <remarks>
/// <para>Enumerate it once, from one consumer; the other members are thread-safe. It buffers events until it is
/// disposed or an <c>await foreach</c> over it ends, even if nothing enumerates it.</para>
/// <para>It buffers up to <see cref="QmpClientOptions.EventBufferCapacity"/> events of its type, and up to
/// <see cref="QmpClientOptions.EventBufferBytes"/>. If the buffer is full, the oldest event is dropped and counted in
/// <see cref="Dropped"/>. The filter runs during the enumeration, so rejected events also occupy the buffer.</para>
/// <para>The subscription continues when the client reconnects. <see cref="Interruptions"/> counts the lost
/// connections.</para>
/// </remarks>
public sealed class QmpSubscription<TEvent> : IAsyncEnumerable<TEvent>, IDisposable
    where TEvent : QmpEvent
{
    private readonly EventBuffer _buffer;
    private readonly Func<TEvent, bool>? _filter;
    private readonly CancellationToken _cancellationToken;

    internal QmpSubscription(EventBuffer buffer, Func<TEvent, bool>? filter, CancellationToken cancellationToken)
    {
        _buffer = buffer;
        _filter = filter;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The number of events that were dropped because the buffer was full.</summary>
    /// <remarks>Can be read at any time. Dropped events may include events that the filter would reject.</remarks>
    public long Dropped => _buffer.Dropped;

    /// <summary>The number of times that the connection was lost and the client reconnected.</summary>
    /// <remarks>Can be read at any time. QEMU does not keep events for clients that are not connected, so events may be
    /// missing each time. Subscriptions to <see cref="QmpEvent"/> also receive a <see cref="QmpInterruptedEvent"/> at
    /// that place, which can be dropped like any other event.</remarks>
    public int Interruptions => _buffer.Interruptions;

    /// <summary>Enumerates the events, starting with the buffered ones.</summary>
    /// <param name="cancellationToken">A token that stops the enumeration, in addition to the token of the
    /// subscription.</param>
    /// <returns>The enumerator. Disposing it ends the subscription.</returns>
    /// <remarks>
    /// <para>The enumeration ends when the subscription or the client is disposed. Buffered events are enumerated
    /// first, except after a cancellation.</para>
    /// <para>An exception of the filter ends the subscription and is thrown from the enumeration.</para>
    /// </remarks>
    /// <exception cref="QmpConnectionException">The connection was lost.</exception>
    /// <exception cref="QmpProtocolException">The peer violated the protocol.</exception>
    /// <exception cref="OperationCanceledException">One of the tokens was canceled.</exception>
    public IAsyncEnumerator<TEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        EnumerateAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);

    /// <summary>Ends the subscription.</summary>
    /// <remarks>Buffered events can still be enumerated.</remarks>
    public void Dispose() => _buffer.Dispose();

    private async IAsyncEnumerable<TEvent> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(
            _cancellationToken,
            cancellationToken
        );
        try
        {
            while (await _buffer.WaitToReadAsync(linked.Token).ConfigureAwait(false))
            {
                while (_buffer.TryRead(out QmpEvent? received))
                {
                    linked.Token.ThrowIfCancellationRequested();
                    if (_filter is null || _filter((TEvent)received))
                    {
                        yield return (TEvent)received;
                    }
                }
            }
        }
        finally
        {
            Dispose();
        }
    }
}
