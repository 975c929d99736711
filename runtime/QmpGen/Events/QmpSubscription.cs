using System.Runtime.CompilerServices;

namespace QmpGen;

/// <summary>The events of one kind from the moment of the subscription on, in the order in which QEMU sent
/// them.</summary>
/// <typeparam name="TEvent">The kind; <see cref="QmpEvent"/> for all.</typeparam>
/// <remarks>
/// <para>To be enumerated once, by one consumer; the rest of it is safe for use by several threads. Dispose it, or
/// leave an <c>await foreach</c> over
/// it: until then it is sent what comes, whether it is enumerated or not.</para>
/// <para>It holds up to <see cref="QmpClientOptions.EventBufferCapacity"/> events of its kind that have not been taken yet.
/// When one more comes, the oldest
/// is lost and <see cref="Dropped"/> counts it; nothing else waits for a slow subscriber. A filter is asked when an
/// event is taken out, where the
/// subscription is enumerated, so the events that it will refuse take up room until then.</para>
/// <para>It ends with the client, not with a connection that is made again: then <see cref="Interruptions"/>
/// counts.</para>
/// </remarks>
public sealed class QmpSubscription<TEvent> : IAsyncEnumerable<TEvent>, IDisposable
    where TEvent : QmpEvent
{
    private readonly QmpEventBuffer _events;
    private readonly Func<TEvent, bool>? _filter;
    private readonly CancellationToken _cancellation;

    internal QmpSubscription(QmpEvents stream, Func<TEvent, bool>? filter, CancellationToken cancellation)
    {
        _events = stream.Open<TEvent>();
        _filter = filter;
        _cancellation = cancellation;
    }

    /// <summary>How many events this subscriber has lost because it was more than
    /// <see cref="QmpClientOptions.EventBufferCapacity"/> behind, the filter not
    /// counted. Grows while the subscription lives; may be read at any time.</summary>
    public long Dropped => _events.Dropped;

    /// <summary>How many times the connection was lost, to be made again, while this subscription lived: QEMU keeps no
    /// events for a client that is not
    /// connected, so each time some may be missing. May be read at any time.</summary>
    /// <remarks>Who takes every <see cref="QmpEvent"/> also gets a <see cref="QmpInterruptedEvent"/> where the gap is.
    /// That one may be lost like any
    /// other event when the buffer is full; this count is not.</remarks>
    public int Interruptions => _events.Interruptions;

    /// <summary>The events, in the order in which QEMU sent them; those that came since the subscription was made
    /// first.</summary>
    /// <param name="cancellationToken">Ends the enumeration, as the token does that was given when subscribing. What is
    /// buffered is not given out then.</param>
    /// <returns>The enumerator, whose disposal ends the subscription. A filter that throws ends it too, and its
    /// exception comes out here.</returns>
    /// <remarks>The enumeration ends when the subscription or the client is disposed. However it ends but by a token,
    /// what came before is given out
    /// first.</remarks>
    /// <exception cref="QmpConnectionException">The connection was lost.</exception>
    /// <exception cref="QmpProtocolException">The connection ended because the peer broke the protocol.</exception>
    /// <exception cref="OperationCanceledException">One of the tokens was cancelled.</exception>
    public IAsyncEnumerator<TEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        EnumerateAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);

    /// <summary>Ends the subscription. What is buffered is still given out. May be called at any time, and more than
    /// once.</summary>
    public void Dispose() => _events.Dispose();

    private async IAsyncEnumerable<TEvent> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(
            _cancellation,
            cancellationToken
        );
        try
        {
            await foreach (QmpEvent read in _events.Reader.ReadAllAsync(either.Token).ConfigureAwait(false))
            {
                // The channel asks only when it is empty, which it may never be.
                either.Token.ThrowIfCancellationRequested();
                if (_filter is null || _filter((TEvent)read))
                {
                    yield return (TEvent)read;
                }
            }
        }
        finally
        {
            Dispose();
        }
    }
}
