using System.Threading.Channels;

namespace QmpGen.Testing;

/// <summary>Holds a command back, as a QEMU does that is busy with it, until the test lets it go:
/// <see cref="QmpTestServer.Hold(string)"/>.</summary>
/// <remarks>Safe for use by several threads. A session that ends, or a server that is disposed of, lets its commands go
/// without an answer.</remarks>
public sealed class QmpTestHold : IDisposable
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<QmpTestCall> _received = Channel.CreateUnbounded<QmpTestCall>();
    private readonly string _command;
    private readonly Func<QmpTestCall, bool> _where;
    private readonly Action<QmpTestHold> _end;
    private readonly Func<string> _account;

    /// <summary>Makes a hold.</summary>
    /// <param name="command">What is held.</param>
    /// <param name="where">Which of them; null for all.</param>
    /// <param name="end">Called when it is released.</param>
    /// <param name="account">Tells what was received and said, for messages.</param>
    internal QmpTestHold(string command, Func<QmpTestCall, bool>? where, Action<QmpTestHold> end, Func<string> account)
    {
        _command = command;
        _where = where ?? (_ => true);
        _end = end;
        _account = account;
    }

    /// <summary>Waits until a command is held that this method has not given out yet: it has been read, its arguments
    /// fit the schema, and it is its turn.</summary>
    /// <param name="limit">How long to wait; 10 seconds unless told otherwise.</param>
    /// <returns>The command.</returns>
    /// <exception cref="QmpTestExpectationException">None has come within the limit. The message lists what was
    /// received and said.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative.</exception>
    public async Task<QmpTestCall> ReceivedAsync(TimeSpan? limit = null)
    {
        TimeSpan patience = limit ?? TimeSpan.FromSeconds(10);
        using CancellationTokenSource clock = new(patience);
        try
        {
            return await _received.Reader.ReadAsync(clock.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new QmpTestExpectationException(
                $"No {_command} was held within {patience.TotalSeconds:0.###} s: it was not sent, or the schema refuses it, or it waits for another command of its session. {_account()}"
            );
        }
    }

    /// <summary>Lets go what is held, and what would have been from now on: its handler runs, and it is answered. May
    /// be called more than once.</summary>
    public void Release()
    {
        _end(this);
        _released.TrySetResult();
    }

    /// <summary>The same as <see cref="Release"/>, so that no test that fails leaves its client waiting.</summary>
    public void Dispose() => Release();

    /// <summary>Takes a command, where it is one of those that are held.</summary>
    /// <returns>Completes when it may go.</returns>
    /// <exception cref="QmpTestErrorException">The test's condition threw.</exception>
    internal Task Take(QmpTestCall call)
    {
        if (call.Command != _command || !Holds(call))
        {
            return Task.CompletedTask;
        }

        _received.Writer.TryWrite(call);
        return _released.Task;
    }

    private bool Holds(QmpTestCall call)
    {
        try
        {
            return _where(call);
        }
        catch (Exception e)
        {
            throw new QmpTestErrorException(
                $"The condition of a Hold of '{_command}' threw {e.GetType().Name}: {e.Message}"
            );
        }
    }
}
