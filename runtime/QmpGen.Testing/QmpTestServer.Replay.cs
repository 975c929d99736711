using QmpGen.Testing.Replay;
using QmpGen.Testing.Schema;
using QmpGen.Testing.Sessions;

namespace QmpGen.Testing;

/// <content>A session that was recorded, played back.</content>
public sealed partial class QmpTestServer
{
    private readonly Recording? _recording;
    private readonly List<Playback> _playbacks = [];

    /// <summary>Starts a server that plays what a <see cref="QmpRecorder"/> recorded: its greeting, its answers and
    /// errors, and its events at the places where they stood.</summary>
    /// <remarks>
    /// <para>A request is matched by its command, its arguments (members in any order) and whether it is out-of-band,
    /// with the first such request of the recording
    /// that has not come yet, and answered under the id that the client uses now. What the recording does not have is
    /// answered by a <c>GenericError</c>
    /// that names what is next, and where; <see cref="AssertPlayedToEnd"/> fails then.</para>
    /// <para>Where requests come in the recorded order, all is said in the recorded order: an event between the same
    /// answers, and an answer
    /// that an out-of-band one overtook only after that. A request that comes before one that was recorded earlier is
    /// answered at once, with the events that came
    /// while it was executed or until the next one was. How much time passed is not played: what was told after an
    /// answer comes with it.</para>
    /// <para>Each connection to a monitor plays the next session of the recording. Synchronisation with a guest agent
    /// is answered live, and all its clients share what was recorded. Beside what is recorded,
    /// <see cref="SendEventAsync"/>,
    /// <see cref="Inject"/> and what was received (<see cref="Calls"/>) work as ever; <c>On</c> and <c>Hold</c> do
    /// not.</para>
    /// </remarks>
    /// <param name="path">The file, which is read once.</param>
    /// <param name="options">Where to listen, and the <see cref="QmpTestServerOptions.Noise"/>. What they say of the
    /// version and of out-of-band execution does not count.</param>
    /// <returns>The server.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="InvalidDataException">It is no recording, or a broken one. The message says where, and what to
    /// do.</exception>
    public static QmpTestServer Replay(string path, QmpTestServerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new QmpTestServer(TestSchema.None, options ?? new QmpTestServerOptions(), RecordingReader.Read(path));
    }

    /// <summary>Demands that the clients have asked for all that was recorded, and for nothing else.</summary>
    /// <exception cref="QmpTestExpectationException">They have not. The message lists what is left, what is not in the
    /// recording, and what was said.</exception>
    /// <exception cref="InvalidOperationException">The server does not play a recording.</exception>
    public void AssertPlayedToEnd()
    {
        Recording recording =
            _recording
            ?? throw new InvalidOperationException("The server plays no recording: it was not started by Replay.");
        Playback[] played;
        lock (_gate)
        {
            played = [.. _playbacks];
        }

        IEnumerable<Playback> toCome = recording
            .Sessions.Skip(played.Length)
            .Select(session => new Playback(recording, session));
        string[] left = [.. played.Concat(toCome).SelectMany(playback => playback.Left)];
        string[] strangers = [.. played.SelectMany(playback => playback.Strangers)];
        if (left.Length + strangers.Length == 0)
        {
            return;
        }

        IEnumerable<string> transcript = played
            .Index()
            .SelectMany(item => (IEnumerable<string>)[$"# connection {item.Index + 1}", .. item.Item.Transcript]);
        throw new QmpTestExpectationException(
            $"The session did not go as {recording.Path} has it.{Section("Not in the recording", strangers)}{Section("Not asked for", left)}{Section("What was said", transcript)}"
        );

        static string Section(string title, IEnumerable<string> lines) =>
            lines.Any() ? $"\n{title}:\n  {string.Join("\n  ", lines)}" : "";
    }

    private void DemandNoRecording()
    {
        if (_recording is not null)
        {
            throw new InvalidOperationException(
                "What a server that was started by Replay answers, and when, is up to its recording."
            );
        }
    }

    /// <summary>Makes the session of a new connection. Called under the lock.</summary>
    private Session NewSession(Stream stream)
    {
        if (_recording is not { } recording)
        {
            return new TestSession(this, stream, _closed);
        }

        // Whoever connects once more than was recorded is greeted, and told at the first request.
        RecordedSession? next = recording.IsGuestAgents
            ? recording.Sessions[0]
            : recording.Sessions.ElementAtOrDefault(_playbacks.Count);
        Playback playback =
            recording.IsGuestAgents && _playbacks is [{ } shared] ? shared : new Playback(recording, next);
        if (!_playbacks.Contains(playback))
        {
            _playbacks.Add(playback);
        }

        return new ReplaySession(this, recording, next ?? recording.Sessions[^1], playback, stream, _closed);
    }
}
