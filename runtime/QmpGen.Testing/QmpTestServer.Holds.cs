using QmpGen.CodeGeneration;

namespace QmpGen.Testing;

/// <content>In which order commands are answered that are in flight.</content>
public sealed partial class QmpTestServer
{
    private readonly List<QmpTestHold> _holds = [];

    /// <summary>Holds a command back from now on, before its handler runs: <c>using QmpTestHold stop =
    /// server.Hold("stop");</c>. What waits behind it waits on, and what passes it
    /// passes, as at a QEMU that is busy with it.</summary>
    /// <remarks>Behind an in-band command waits all that its session has sent in-band after it. Out-of-band commands
    /// pass it, where the session has
    /// switched them on, and so do other sessions: here, unlike in QEMU, each session executes its own, so that a test
    /// can choose their order. One command may be held by
    /// several holds, and goes when all have let it go.</remarks>
    /// <param name="command">The wire name. <c>qmp_capabilities</c> can be held too.</param>
    /// <returns>The hold. <see cref="QmpTestHold.Release"/> lets the command go.</returns>
    /// <exception cref="ArgumentException">The schema has no such command.</exception>
    /// <exception cref="InvalidOperationException">The server plays a recording.</exception>
    public QmpTestHold Hold(string command) => Hold(command, null);

    /// <summary>Holds a command back from now on; see <see cref="Hold(string)"/>.</summary>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <returns>The hold. <see cref="QmpTestHold.Release"/> lets the command go.</returns>
    /// <exception cref="ArgumentException">The server's schema has no such command.</exception>
    /// <exception cref="InvalidOperationException">The server plays a recording.</exception>
    public QmpTestHold Hold<TCommand>()
        where TCommand : IQmpServedCommand<TCommand> => Hold(TCommand.WireName, null);

    /// <summary>Holds some of a command back from now on; see <see cref="Hold(string)"/>.</summary>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <param name="where">Which of them are held. Runs on a thread of the pool. Where it throws, the command is
    /// answered with a <c>GenericError</c> that
    /// says so.</param>
    /// <returns>The hold. <see cref="QmpTestHold.Release"/> lets the command go.</returns>
    /// <exception cref="ArgumentException">The server's schema has no such command.</exception>
    /// <exception cref="InvalidOperationException">The server plays a recording.</exception>
    public QmpTestHold Hold<TCommand>(Func<TCommand, bool> where)
        where TCommand : IQmpServedCommand<TCommand>
    {
        ArgumentNullException.ThrowIfNull(where);
        return Hold(TCommand.WireName, call => where(Read<TCommand>(call)));
    }

    private QmpTestHold Hold(string command, Func<QmpTestCall, bool>? where)
    {
        ArgumentNullException.ThrowIfNull(command);
        DemandNoRecording();
        if (command != Negotiation)
        {
            Demand(command);
        }

        QmpTestHold hold = new(command, where, EndHold, Account);
        lock (_gate)
        {
            _holds.Add(hold);
        }

        return hold;
    }

    private async Task PassHoldsAsync(QmpTestCall call, CancellationToken cancellationToken)
    {
        QmpTestHold[] holds;
        lock (_gate)
        {
            holds = [.. _holds];
        }

        // All are told of it before the first lets it go.
        Task[] released = [.. holds.Select(hold => hold.Take(call))];
        await Task.WhenAll(released).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void EndHold(QmpTestHold hold)
    {
        lock (_gate)
        {
            _holds.Remove(hold);
        }
    }
}
