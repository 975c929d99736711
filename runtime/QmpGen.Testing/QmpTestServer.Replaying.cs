using System.Text.Json;
using QmpGen.Testing.Recordings;
using QmpGen.Testing.Sessions;

namespace QmpGen.Testing;

/// <content>What plays a recorded session.</content>
public sealed partial class QmpTestServer
{
    /// <summary>Starts a server that answers as the QEMU did whose session a <see cref="QmpRecording"/> holds: with its version, its answers and errors, and its events at
    /// their place between the answers.</summary>
    /// <param name="schemaJson">The dump that says which commands there are, as in <see cref="Start"/>.</param>
    /// <param name="recording">The path of the recording.</param>
    /// <param name="options">Which QEMU it is like, and where it listens; null for what the recording's greeting says.</param>
    /// <returns>The server. <see cref="On(string, Func{QmpTestCall, QmpValue?})"/> may say what commands answer instead.</returns>
    /// <remarks>
    /// A call is given the answer of the first call in the recording with the same command and arguments that has not been given yet, so that calls may come in another
    /// order than they did. Ids, negotiation, the synchronisation with an agent and <c>quit</c> are the server's own. No time passes that passed in the
    /// recording. A call that the recording does not have, or no more, is answered by an error that says so; one that was never answered there ends the connection.
    /// </remarks>
    /// <exception cref="ArgumentException">The text is no dump.</exception>
    /// <exception cref="InvalidDataException">The file is no recording; the message has the line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static QmpTestServer Replay(string schemaJson, string recording, QmpTestServerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(recording);
        RecordedSession session = RecordedSession.Read(recording);
        QmpTestServer server = Start(schemaJson, options ?? session.Greeting);
        RecordedCall[] calls = [.. session.Calls.Where(call => !call.IsProtocols && call.Command != "quit")];
        foreach (string command in calls.Select(call => call.Command).Distinct().Where(server.Schema.Has))
            server._handlers[command] = (call, _) => server.PlayAsync(calls, recording, call);

        return server;
    }

    private async Task<TestReply> PlayAsync(RecordedCall[] calls, string recording, QmpTestCall call)
    {
        RecordedCall recorded = Take(calls, call) ?? throw new QmpTestErrorException(
            $"The recording has no call {call.Command} {call.Arguments.GetRawText()} that is not played. Next in it is {Next(calls, recording)}");
        foreach (RecordedEvent @event in recorded.Before)
            await SendEventAsync(@event.Name, @event.Data).ConfigureAwait(false);

        return recorded.Reply is not { } reply ? new TestReply(null) { EndsSession = true } : reply with
        {
            Afterwards = () =>
            {
                foreach (RecordedEvent @event in recorded.After)
                    _ = SendEventAsync(@event.Name, @event.Data);
            },
        };
    }

    private RecordedCall? Take(RecordedCall[] calls, QmpTestCall call)
    {
        lock (_gate)
        {
            RecordedCall? found = Array.Find(calls, item => !item.IsPlayed && item.Command == call.Command && JsonElement.DeepEquals(item.Arguments, call.Arguments));
            found?.IsPlayed = true;
            return found;
        }
    }

    private static string Next(RecordedCall[] calls, string recording) => Array.Find(calls, item => !item.IsPlayed) is { } next
        ? $"{next.Command} {next.Arguments.GetRawText()} ({recording}, line {next.Line})."
        : $"nothing: all of {recording} is played.";
}
