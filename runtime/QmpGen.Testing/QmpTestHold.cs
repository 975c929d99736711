using System.Threading.Channels;

namespace QmpGen.Testing;

/// <summary>Holds a command until the test releases it, like a busy QEMU.</summary>
/// <remarks><see cref="QmpTestServer.Hold(string)"/> creates it. Thread-safe. If the session ends or the server is
/// disposed, held commands end without a response.</remarks>
public sealed class QmpTestHold : IDisposable
{
    private static readonly TimeSpan s_defaultTimeout = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<QmpTestCall> _held = Channel.CreateUnbounded<QmpTestCall>();
    private readonly string _command;
    private readonly Func<QmpTestCall, bool> _predicate;
    private readonly Action<QmpTestHold> _remove;
    private readonly Func<string> _report;

    /// <summary>Initializes a hold.</summary>
    /// <param name="command">The wire name.</param>
    /// <param name="predicate">Selects the calls to hold. Null for all.</param>
    /// <param name="remove">Removes the hold from the server.</param>
    /// <param name="report">Returns a report of the received commands and the last messages.</param>
    internal QmpTestHold(
        string command,
        Func<QmpTestCall, bool>? predicate,
        Action<QmpTestHold> remove,
        Func<string> report
    )
    {
        _command = command;
        _predicate = predicate ?? (_ => true);
        _remove = remove;
        _report = report;
    }

    /// <summary>Waits for a held command that earlier calls of this method have not returned.</summary>
    /// <remarks>A held command has been read, its arguments match the schema, and all earlier commands have been
    /// executed.</remarks>
    /// <param name="timeout">The timeout. Default: 10 seconds.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <returns>The command.</returns>
    /// <exception cref="QmpTestExpectationException">No command was held within the timeout. The message lists what the
    /// server received and sent.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async Task<QmpTestCall> WaitForCallAsync(
        TimeSpan? timeout = null,
        CancellationToken cancellationToken = default
    )
    {
        TimeSpan limit = timeout ?? s_defaultTimeout;
        using CancellationTokenSource clock = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        clock.CancelAfter(limit);
        try
        {
            return await _held.Reader.ReadAsync(clock.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QmpTestExpectationException(
                $"'{_command}' was not held within {limit.TotalSeconds:0.###} s. Either the client did not send it, "
                    + $"the schema rejects it, or it waits for an earlier command of its session. {_report()}"
            );
        }
    }

    /// <summary>Releases the held commands and stops holding.</summary>
    /// <remarks>Can be called more than once. The handlers of the released commands run, and the server
    /// responds.</remarks>
    public void Release()
    {
        _remove(this);
        _released.TrySetResult();
    }

    /// <summary>Calls <see cref="Release"/>, so that the client of a failed test does not wait.</summary>
    public void Dispose() => Release();

    /// <summary>Waits until a command can be executed, if this hold applies to it.</summary>
    /// <exception cref="QmpTestErrorException">The predicate threw.</exception>
    internal Task WaitForReleaseAsync(QmpTestCall call)
    {
        if (call.Command != _command || !IsHeld(call))
        {
            return Task.CompletedTask;
        }

        _held.Writer.TryWrite(call);
        return _released.Task;
    }

    private bool IsHeld(QmpTestCall call)
    {
        try
        {
            return _predicate(call);
        }
        catch (Exception e)
        {
            throw new QmpTestErrorException(
                $"The predicate of Hold(\"{_command}\") threw {e.GetType().Name}: {e.Message}"
            );
        }
    }
}
