using QmpGen.CodeGeneration;
using QmpGen.Testing.Requests;

namespace QmpGen.Testing;

/// <content>The order in which commands are executed.</content>
public sealed partial class QmpTestServer
{
    private readonly List<QmpTestHold> _holds = [];

    /// <summary>Holds a command before its handler runs.</summary>
    /// <remarks>
    /// <para>Example: <c>using QmpTestHold stop = server.Hold("stop");</c></para>
    /// <para>In-band commands of the same session wait behind a held in-band command. Out-of-band commands overtake it
    /// if the session has enabled them. Commands of other sessions also overtake it. This differs from QEMU and lets a
    /// test choose the order.</para>
    /// <para>Several holds can apply to one command. It is executed when all of them have released it.</para>
    /// </remarks>
    /// <param name="command">The wire name, which can be <c>qmp_capabilities</c>.</param>
    /// <returns>The hold. <see cref="QmpTestHold.Release"/> releases the command.</returns>
    /// <exception cref="ArgumentException">The schema does not have the command.</exception>
    /// <exception cref="InvalidOperationException">The server replays a recording.</exception>
    public QmpTestHold Hold(string command) => Hold(command, null);

    /// <summary>Holds a command before its handler runs. See <see cref="Hold(string)"/>.</summary>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <returns>The hold. <see cref="QmpTestHold.Release"/> releases the command.</returns>
    /// <exception cref="ArgumentException">The schema does not have the command.</exception>
    /// <exception cref="InvalidOperationException">The server replays a recording.</exception>
    public QmpTestHold Hold<TCommand>()
        where TCommand : IQmpServedCommand<TCommand> => Hold(TCommand.WireName, null);

    /// <summary>Holds the calls of a command that match a predicate. See <see cref="Hold(string)"/>.</summary>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <param name="predicate">Selects the calls to hold. Runs on a thread-pool thread. If it throws, the client
    /// receives a <c>GenericError</c>.</param>
    /// <returns>The hold. <see cref="QmpTestHold.Release"/> releases the command.</returns>
    /// <exception cref="ArgumentException">The schema does not have the command.</exception>
    /// <exception cref="InvalidOperationException">The server replays a recording.</exception>
    public QmpTestHold Hold<TCommand>(Func<TCommand, bool> predicate)
        where TCommand : IQmpServedCommand<TCommand>
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Hold(TCommand.WireName, call => predicate(ReadCommand<TCommand>(call)));
    }

    private QmpTestHold Hold(string command, Func<QmpTestCall, bool>? predicate)
    {
        ArgumentNullException.ThrowIfNull(command);
        ThrowIfReplaying();
        if (command != CommandNames.Negotiation)
        {
            ThrowIfUnknown(command);
        }

        QmpTestHold hold = new(command, predicate, RemoveHold, Report);
        lock (_gate)
        {
            _holds.Add(hold);
        }

        return hold;
    }

    private async Task WaitForHoldsAsync(QmpTestCall call, CancellationToken cancellationToken)
    {
        QmpTestHold[] holds;
        lock (_gate)
        {
            holds = [.. _holds];
        }

        // Every hold receives the command before the first one can release it.
        Task[] released = [.. holds.Select(hold => hold.WaitForReleaseAsync(call))];
        await Task.WhenAll(released).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void RemoveHold(QmpTestHold hold)
    {
        lock (_gate)
        {
            _holds.Remove(hold);
        }
    }
}
