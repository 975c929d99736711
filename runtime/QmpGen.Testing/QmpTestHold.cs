using System.Threading.Channels;

namespace QmpGen.Testing;

/// <summary>Calls of a command that the server holds back, so that a test decides when they are answered, and in which order: <see cref="QmpTestServer.Hold(string)"/>.</summary>
/// <remarks>Safe for use by several threads. While it holds, a client can be closed, a time-out come, or another session go ahead.</remarks>
public sealed class QmpTestHold : IDisposable
{
    private readonly Channel<QmpTestHeldCall> _calls = Channel.CreateUnbounded<QmpTestHeldCall>();
    private readonly TaskCompletionSource _given = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal QmpTestHold()
    {
    }

    /// <summary>Waits for the next call.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The call, which waits to be released.</returns>
    /// <exception cref="ObjectDisposedException">The hold has been given up.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<QmpTestHeldCall> NextAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await _calls.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(QmpTestHold));
        }
    }

    /// <summary>Gives it up: calls that wait are answered, and later ones do not wait.</summary>
    public void Dispose()
    {
        _given.TrySetResult();
        _calls.Writer.TryComplete();
    }

    /// <summary>Waits until the call may be answered.</summary>
    /// <exception cref="OperationCanceledException">The session has ended.</exception>
    internal async Task PassAsync(QmpTestCall call, CancellationToken cancellationToken)
    {
        QmpTestHeldCall held = new(call);
        _calls.Writer.TryWrite(held);
        await Task.WhenAny(held.Released, _given.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>A call that a <see cref="QmpTestHold"/> holds back.</summary>
public sealed class QmpTestHeldCall
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal QmpTestHeldCall(QmpTestCall call) => Call = call;

    /// <summary>The call.</summary>
    public QmpTestCall Call { get; }

    internal Task Released => _released.Task;

    /// <summary>Lets the server answer it. May be called more than once.</summary>
    public void Release() => _released.TrySetResult();
}
