using System.Collections.Concurrent;
using System.Text.Json;
using QmpGen.Testing.Sessions;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing;

/// <content>What commands answer: those that the server knows by itself, and what the test has said.</content>
public sealed partial class QmpTestServer
{
    internal const string Negotiation = "qmp_capabilities";
    internal const string DelimitedSync = "guest-sync-delimited";

    private readonly ConcurrentDictionary<string, Handler> _handlers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, QmpTestHold> _holds = new(StringComparer.Ordinal);

    private delegate Task<TestReply> Handler(QmpTestCall call, CancellationToken cancellationToken);

    /// <summary>Holds calls of a command back: what they answer waits until the test lets them go, one by one and in whichever order.</summary>
    /// <param name="command">The wire name.</param>
    /// <returns>The hold, in place of an earlier one. Disposing of it lets all calls go.</returns>
    /// <remarks>As in QEMU an in-band command that is held holds up those behind it in its session, and neither out-of-band ones nor other sessions.</remarks>
    /// <exception cref="ArgumentException">The schema has no such command.</exception>
    public QmpTestHold Hold(string command)
    {
        Demand(command);
        QmpTestHold hold = new();
        _holds.AddOrUpdate(command, hold, (_, earlier) =>
        {
            earlier.Dispose();
            return hold;
        });
        return hold;
    }

    /// <summary>Executes a command.</summary>
    /// <exception cref="QmpTestErrorException">The answer is an error.</exception>
    /// <exception cref="OperationCanceledException">The session has ended.</exception>
    internal async Task<TestReply> AnswerAsync(QmpTestCall call, CancellationToken cancellationToken)
    {
        Check(call);
        if (_holds.TryGetValue(call.Command, out QmpTestHold? hold))
            await hold.PassAsync(call, cancellationToken).ConfigureAwait(false);

        if (!_handlers.TryGetValue(call.Command, out Handler? handler))
            throw new QmpTestErrorException($"The test server has no answer for '{call.Command}': give it one with On(\"{call.Command}\", ...)");

        TestReply reply = await RunAsync(handler, call, cancellationToken).ConfigureAwait(false);
        return reply is { Value: null, Error: null, EndsSession: false } && Schema.PromisesData(call.Command)
            ? throw new QmpTestErrorException($"The answer that On(\"{call.Command}\", ...) gave is empty, and the schema promises data: return them, or throw {nameof(QmpTestErrorException)}")
            : reply;
    }

    /// <summary>Tells every client that a command found the queue full, as QEMU before 4.0 does; there is no other answer to it.</summary>
    internal void DropCommand(JsonElement? id) =>
        SendEventAsync("COMMAND_DROPPED", QmpValue.Parse($$"""{"reason": "queue-full", "id": {{id?.GetRawText() ?? "null"}}}"""));

    private static async Task<TestReply> RunAsync(Handler handler, QmpTestCall call, CancellationToken cancellationToken)
    {
        try
        {
            // Neither a handler that blocks nor one that ignores the token may keep the session from ending.
            return await Task.Run(() => handler(call, cancellationToken), cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not QmpTestErrorException && !cancellationToken.IsCancellationRequested)
        {
            throw new QmpTestErrorException($"The answer that On(\"{call.Command}\", ...) gave threw {e.GetType().Name}: {e.Message}");
        }
    }

    private void AddBuiltInAnswers()
    {
        AddBuiltInAnswer(DelimitedSync, call => new QmpValue(call.Arguments.GetProperty("id")));
        AddBuiltInAnswer("guest-sync", call => new QmpValue(call.Arguments.GetProperty("id")));
        AddBuiltInAnswer(Negotiation, _ => null);
        AddBuiltInAnswer("query-qmp-schema", _ => Schema.Dump);
        AddBuiltInAnswer("query-version", _ => QmpValue.Parse(AnswerText.Version(Options.Version)));
        AddBuiltInAnswer("query-commands", _ => QmpValue.Parse($"[{string.Join(", ", Schema.Commands.Select(name => $$"""{"name": {{(QmpValue)name}}}"""))}]"));
        _handlers["quit"] = async (_, _) =>
        {
            if (Schema.HasEvent("SHUTDOWN"))
                await SendEventAsync("SHUTDOWN", QmpValue.Parse("""{"guest": false, "reason": "host-qmp-quit"}""")).ConfigureAwait(false);

            return new TestReply(null) { Afterwards = Quit };
        };
    }

    private void AddBuiltInAnswer(string command, Func<QmpTestCall, QmpValue?> answer) =>
        _handlers[command] = (call, _) => Task.FromResult(new TestReply(answer(call)));

    /// <summary>Ends every session: the answer is on its way by now.</summary>
    private void Quit()
    {
        _quit = true;
        _listener.Dispose();
        lock (_gate)
        {
            foreach (TestSession session in _sessions.Keys)
                session.End();
        }
    }

    private void Demand(string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!Schema.Has(command))
            throw new ArgumentException($"The schema has no command '{command}', so that no client can call it.", nameof(command));
    }
}
