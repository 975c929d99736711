using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using QmpGen.CodeGeneration;
using QmpGen.Testing.Sessions;

namespace QmpGen.Testing;

/// <content>What takes the records of bindings that were made with <c>Directions="both"</c>: answers, events, and
/// expectations.</content>
public sealed partial class QmpTestServer
{
    /// <summary>Says what a command answers: <c>server.On((QueryStatusCommand c) => new StatusInfo { …
    /// })</c>.</summary>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <typeparam name="TResult">The answer.</typeparam>
    /// <param name="answer">Gives the answer. Throws <see cref="QmpTestErrorException"/> to answer an error. Runs on a
    /// thread of the pool and may block.</param>
    /// <returns>The server itself.</returns>
    /// <exception cref="ArgumentException">The server's schema has no such command.</exception>
    /// <exception cref="InvalidOperationException">The server plays a recording.</exception>
    public QmpTestServer On<TCommand, TResult>(Func<TCommand, TResult> answer)
        where TCommand : IQmpServedCommand<TCommand>, IQmpResultWriter<TResult>
    {
        ArgumentNullException.ThrowIfNull(answer);
        return On((TCommand command, CancellationToken _) => Task.FromResult(answer(command)));
    }

    /// <summary>Says what a command answers, and takes its time for it.</summary>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <typeparam name="TResult">The answer.</typeparam>
    /// <param name="answer">Gives the answer. Throws <see cref="QmpTestErrorException"/> to answer an error. Its token
    /// is cancelled when the session ends.</param>
    /// <returns>The server itself.</returns>
    /// <exception cref="ArgumentException">The server's schema has no such command.</exception>
    /// <exception cref="InvalidOperationException">The server plays a recording.</exception>
    public QmpTestServer On<TCommand, TResult>(Func<TCommand, CancellationToken, Task<TResult>> answer)
        where TCommand : IQmpServedCommand<TCommand>, IQmpResultWriter<TResult>
    {
        ArgumentNullException.ThrowIfNull(answer);
        return On(
            TCommand.WireName,
            async (call, cancellationToken) =>
            {
                TCommand command = Read<TCommand>(call);
                TResult result = await answer(command, cancellationToken).ConfigureAwait(false);
                return QmpValue.Parse(
                    Encoding.UTF8.GetString(QmpWriter.ToUtf8(writer => command.WriteResult(writer, result)))
                );
            }
        );
    }

    /// <summary>Says what a command does whose answer carries no data, or which error it answers.</summary>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <param name="execute">Executes it. Throws <see cref="QmpTestErrorException"/> to answer an error. Runs on a
    /// thread of the pool and may block.</param>
    /// <returns>The server itself.</returns>
    /// <exception cref="ArgumentException">The server's schema has no such command.</exception>
    /// <exception cref="InvalidOperationException">The server plays a recording.</exception>
    public QmpTestServer On<TCommand>(Action<TCommand> execute)
        where TCommand : IQmpServedCommand<TCommand>
    {
        ArgumentNullException.ThrowIfNull(execute);
        return On(
            (TCommand command, CancellationToken _) =>
            {
                execute(command);
                return Task.CompletedTask;
            }
        );
    }

    /// <summary>Says what a command does whose answer carries no data, and takes its time for it.</summary>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <param name="execute">Executes it. Throws <see cref="QmpTestErrorException"/> to answer an error. Its token is
    /// cancelled when the session ends.</param>
    /// <returns>The server itself.</returns>
    /// <exception cref="ArgumentException">The server's schema has no such command.</exception>
    /// <exception cref="InvalidOperationException">The server plays a recording.</exception>
    public QmpTestServer On<TCommand>(Func<TCommand, CancellationToken, Task> execute)
        where TCommand : IQmpServedCommand<TCommand>
    {
        ArgumentNullException.ThrowIfNull(execute);
        return On(
            TCommand.WireName,
            async (call, cancellationToken) =>
            {
                await execute(Read<TCommand>(call), cancellationToken).ConfigureAwait(false);
                return null;
            }
        );
    }

    /// <summary>Sends an event to every client that has negotiated; see <see cref="SendEventAsync"/>.</summary>
    /// <typeparam name="TEvent">The event.</typeparam>
    /// <param name="event">The event.</param>
    /// <returns>Completes when the event has its place among what is being sent.</returns>
    /// <exception cref="QmpArgumentException">A member of the event cannot be sent.</exception>
    public Task SendAsync<TEvent>(TEvent @event)
        where TEvent : QmpEvent, IQmpObject
    {
        QmpValue data = QmpValue.From(@event);
        return SendEventAsync(@event.WireName, data.Json.EnumerateObject().Any() ? data : null);
    }

    /// <summary>Demands that a command has been received, and gives it out. One that was refused does not count: its
    /// arguments do not fit the schema, it
    /// came before the negotiation or found the queue full, it may not be executed out-of-band.</summary>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <param name="where">Which of them count; null for all.</param>
    /// <param name="times">How many there have to be; null for one or more.</param>
    /// <param name="condition">The text of <paramref name="where"/>, for the message.</param>
    /// <returns>Those that count, in the order of their arrival.</returns>
    /// <exception cref="QmpTestExpectationException">There are none, or not that many; the message lists all that was
    /// received, and the last that was said.</exception>
    public IReadOnlyList<TCommand> AssertReceived<TCommand>(
        Func<TCommand, bool>? where = null,
        int? times = null,
        [CallerArgumentExpression(nameof(where))] string? condition = null
    )
        where TCommand : IQmpServedCommand<TCommand>
    {
        IReadOnlyList<Reception> receptions = Receptions();
        List<TCommand> found =
        [
            .. receptions
                .Where(item => item.Call.Command == TCommand.WireName && item.Refusal is null)
                .Select(item => Read<TCommand>(item.Call))
                .Where(where ?? (_ => true)),
        ];
        return (times is null && found.Count > 0) || found.Count == times ? found : throw Unmet(times, found.Count);

        QmpTestExpectationException Unmet(int? wanted, int count) =>
            new(
                $"Expected {TCommand.WireName}{(where is null ? "" : $", where {condition},")} to be received "
                    + $"{(wanted is null ? "at least once" : Times(wanted.Value))}, and it was received {Times(count)}. {Account()}"
            );
    }

    /// <summary>Demands that a command has not been received.</summary>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <param name="where">Which of them count; null for all.</param>
    /// <param name="condition">The text of <paramref name="where"/>, for the message.</param>
    /// <exception cref="QmpTestExpectationException">It has been; the message lists all that was received.</exception>
    public void AssertNotReceived<TCommand>(
        Func<TCommand, bool>? where = null,
        [CallerArgumentExpression(nameof(where))] string? condition = null
    )
        where TCommand : IQmpServedCommand<TCommand> => AssertReceived(where, times: 0, condition);

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";

    private static TCommand Read<TCommand>(QmpTestCall call)
        where TCommand : IQmpServedCommand<TCommand>
    {
        QmpReader reader = new(
            JsonMarshal.GetRawUtf8Value(call.Arguments),
            new QmpReadContext { Subject = $"the arguments of '{call.Command}'" }
        );
        return TCommand.Read(ref reader);
    }

    /// <summary>What was received, each with its refusal where the schema refuses it.</summary>
    private Reception[] Receptions()
    {
        Reception[] receptions;
        lock (_gate)
        {
            receptions = [.. _received];
        }

        foreach (Reception reception in receptions)
        {
            reception.Refusal ??= RefusalOf(reception.Call);
        }

        return receptions;
    }

    private string Account() =>
        $"Received so far:\n{string.Join('\n', Receptions().Select(item => $"  {item}"))}\nThe last that was said:\n{Transcript}";

    private string? RefusalOf(QmpTestCall call)
    {
        try
        {
            Check(call);
            return null;
        }
        catch (QmpTestErrorException e)
        {
            return e.Description;
        }
    }
}
