using System.Runtime.InteropServices;
using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen.Testing;

/// <content>The handlers and events of the test. Generated records require <c>Directions="both"</c>.</content>
public sealed partial class QmpTestServer
{
    private static readonly JsonDocumentOptions s_resultOptions = new() { MaxDepth = int.MaxValue };

    /// <summary>Sets the handler of a command, which replaces an earlier one.</summary>
    /// <param name="command">The wire name.</param>
    /// <param name="handler">Returns the result. Null is <c>{}</c>. Runs on a thread-pool thread and can block.</param>
    /// <returns>The server.</returns>
    /// <remarks>
    /// <para>If the handler throws a <see cref="QmpTestErrorException"/>, the client receives that error. For any other
    /// exception, it receives a <c>GenericError</c> with the exception's message.</para>
    /// <para>The server sends no response to a successful command with <c>"success-response": false</c> in the
    /// schema.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The schema does not have the command.</exception>
    /// <exception cref="InvalidOperationException">The server replays a recording.</exception>
    public QmpTestServer On(string command, Func<QmpTestCall, QmpValue?> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return On(command, (call, _) => Task.FromResult(handler(call)));
    }

    /// <summary>Sets the asynchronous handler of a command. See
    /// <see cref="On(string, Func{QmpTestCall, QmpValue?})"/>.</summary>
    /// <param name="command">The wire name.</param>
    /// <param name="handler">Returns the result. Null is <c>{}</c>. Its token is canceled when the session
    /// ends.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">The schema does not have the command.</exception>
    /// <exception cref="InvalidOperationException">The server replays a recording.</exception>
    public QmpTestServer On(string command, Func<QmpTestCall, CancellationToken, Task<QmpValue?>> handler)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(handler);
        return SetHandler(
            command,
            async (call, cancellationToken) => (await handler(call, cancellationToken).ConfigureAwait(false))?.Json
        );
    }

    /// <summary>Sets the handler of a command that returns a result.</summary>
    /// <remarks>Example: <c>server.On((QueryStatusCommand c) => new StatusInfo { … })</c>.</remarks>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="handler">Returns the result, or throws a <see cref="QmpTestErrorException"/>. Runs on a thread-pool
    /// thread and can block.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">The schema does not have the command.</exception>
    /// <exception cref="InvalidOperationException">The server replays a recording.</exception>
    public QmpTestServer On<TCommand, TResult>(Func<TCommand, TResult> handler)
        where TCommand : IQmpServedCommand<TCommand>, IQmpResultWriter<TResult>
    {
        ArgumentNullException.ThrowIfNull(handler);
        return On((TCommand command, CancellationToken _) => Task.FromResult(handler(command)));
    }

    /// <summary>Sets the asynchronous handler of a command that returns a result.</summary>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="handler">Returns the result, or throws a <see cref="QmpTestErrorException"/>. Its token is canceled
    /// when the session ends.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">The schema does not have the command.</exception>
    /// <exception cref="InvalidOperationException">The server replays a recording.</exception>
    public QmpTestServer On<TCommand, TResult>(Func<TCommand, CancellationToken, Task<TResult>> handler)
        where TCommand : IQmpServedCommand<TCommand>, IQmpResultWriter<TResult>
    {
        ArgumentNullException.ThrowIfNull(handler);
        return SetHandler(
            TCommand.WireName,
            async (call, cancellationToken) =>
            {
                TCommand command = ReadCommand<TCommand>(call);
                TResult result = await handler(command, cancellationToken).ConfigureAwait(false);
                return JsonElement.Parse(
                    QmpWriter.ToUtf8(writer => command.WriteResult(writer, result)),
                    s_resultOptions
                );
            }
        );
    }

    /// <summary>Sets the handler of a command that does not return data, or that fails.</summary>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <param name="handler">Executes the command, or throws a <see cref="QmpTestErrorException"/>. Runs on a
    /// thread-pool thread and can block.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">The schema does not have the command.</exception>
    /// <exception cref="InvalidOperationException">The server replays a recording.</exception>
    public QmpTestServer On<TCommand>(Action<TCommand> handler)
        where TCommand : IQmpServedCommand<TCommand>
    {
        ArgumentNullException.ThrowIfNull(handler);
        return On(
            (TCommand command, CancellationToken _) =>
            {
                handler(command);
                return Task.CompletedTask;
            }
        );
    }

    /// <summary>Sets the asynchronous handler of a command that does not return data, or that fails.</summary>
    /// <typeparam name="TCommand">The command.</typeparam>
    /// <param name="handler">Executes the command, or throws a <see cref="QmpTestErrorException"/>. Its token is
    /// canceled when the session ends.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">The schema does not have the command.</exception>
    /// <exception cref="InvalidOperationException">The server replays a recording.</exception>
    public QmpTestServer On<TCommand>(Func<TCommand, CancellationToken, Task> handler)
        where TCommand : IQmpServedCommand<TCommand>
    {
        ArgumentNullException.ThrowIfNull(handler);
        return On(
            TCommand.WireName,
            async (call, cancellationToken) =>
            {
                await handler(ReadCommand<TCommand>(call), cancellationToken).ConfigureAwait(false);
                return null;
            }
        );
    }

    /// <summary>Sends an event to every client that has negotiated. See <see cref="SendEventAsync"/>.</summary>
    /// <typeparam name="TEvent">The event.</typeparam>
    /// <param name="event">The event.</param>
    /// <returns>A task that completes when the event is queued.</returns>
    /// <exception cref="QmpArgumentException">A member of the event cannot be sent.</exception>
    public Task SendAsync<TEvent>(TEvent @event)
        where TEvent : QmpEvent, IQmpObject
    {
        QmpValue data = QmpValue.From(@event);
        return SendEventAsync(@event.WireName, data.Count > 0 ? data : null);
    }

    private QmpTestServer SetHandler(string command, Handler handler)
    {
        ThrowIfReplaying();
        ThrowIfUnknown(command);
        _handlers[command] = handler;
        return this;
    }

    private static TCommand ReadCommand<TCommand>(QmpTestCall call)
        where TCommand : IQmpServedCommand<TCommand>
    {
        QmpReader reader = new(
            JsonMarshal.GetRawUtf8Value(call.Arguments),
            new QmpReadContext { Subject = $"the arguments of '{call.Command}'" }
        );
        return TCommand.Read(ref reader);
    }
}
