using QmpGen.Testing.Recordings;
using QmpGen.Testing.Schema;
using QmpGen.Testing.Sessions;

namespace QmpGen.Testing;

/// <content>The replay of recorded sessions.</content>
public sealed partial class QmpTestServer
{
    private readonly Recording? _recording;
    private readonly List<SessionPlayback> _playbacks = [];

    /// <summary>Starts a server that replays the server's part of a <see cref="QmpRecorder"/> recording.</summary>
    /// <remarks>
    /// <para>A request matches the first recorded request with the same command and arguments that has not been
    /// received. Members can be in any order. Responses contain the ids of the current client. If the recording does
    /// not have a request, the client receives a <c>GenericError</c> that names the next recorded request, and
    /// <see cref="AssertPlayedToEnd"/> throws.</para>
    /// <para>If requests arrive in the recorded order, all messages are sent in the recorded order. If a request
    /// arrives too early, its response and its events are sent at once. Delays are not replayed: an event that followed
    /// a response is sent together with it.</para>
    /// <para>Each connection to a monitor replays the next session of the recording. All clients of a guest agent share
    /// its recording. The server responds to their synchronization without the recording.</para>
    /// <para><see cref="SendEventAsync"/>, <see cref="Inject"/> and <see cref="Calls"/> work as usual. <c>On</c> and
    /// <c>Hold</c> throw.</para>
    /// </remarks>
    /// <param name="path">The file. The server reads it once, when it starts.</param>
    /// <param name="options">The options. The recording overrides the version and the out-of-band settings.</param>
    /// <returns>The server.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user cannot read the file.</exception>
    /// <exception cref="InvalidDataException">The file is not a valid recording. The message contains the line and the
    /// remedy.</exception>
    public static QmpTestServer Replay(string path, QmpTestServerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new QmpTestServer(TestSchema.None, options ?? new QmpTestServerOptions(), RecordingReader.Read(path));
    }

    /// <summary>Asserts that clients have sent every recorded request and no other.</summary>
    /// <exception cref="QmpTestExpectationException">A recorded request was not received, or another request was. The
    /// message lists these requests and the last messages.</exception>
    /// <exception cref="InvalidOperationException">The server does not replay a recording.</exception>
    public void AssertPlayedToEnd()
    {
        Recording recording =
            _recording
            ?? throw new InvalidOperationException(
                "The server does not replay a recording. Start it with QmpTestServer.Replay."
            );
        SessionPlayback[] started;
        lock (_gate)
        {
            started = [.. _playbacks];
        }

        IEnumerable<SessionPlayback> notStarted = recording
            .Sessions.Skip(started.Length)
            .Select(session => new SessionPlayback(recording, session));
        string[] missing = [.. started.Concat(notStarted).SelectMany(playback => playback.Missing)];
        string[] unexpected = [.. started.SelectMany(playback => playback.Unexpected)];
        if (missing.Length + unexpected.Length == 0)
        {
            return;
        }

        IEnumerable<string> transcript = started
            .Index()
            .SelectMany(item => (IEnumerable<string>)[$"# connection {item.Index + 1}", .. item.Item.Transcript]);
        throw new QmpTestExpectationException(
            $"The session differs from the recording {recording.Path}."
                + PrintSection("Requests that are not in the recording", unexpected)
                + PrintSection("Recorded requests that were not received", missing)
                + PrintSection("Messages", transcript)
        );

        static string PrintSection(string title, IEnumerable<string> lines) =>
            lines.Any() ? $"\n{title}:\n  {string.Join("\n  ", lines)}" : "";
    }

    private void ThrowIfReplaying()
    {
        if (_recording is not null)
        {
            throw new InvalidOperationException(
                "On and Hold are not available on a server that replays a recording. Use QmpTestServer.Start instead."
            );
        }
    }

    /// <summary>Creates the session of a new connection.</summary>
    /// <remarks>Called under the lock.</remarks>
    private ClientSession CreateSession(Stream stream)
    {
        if (_recording is not { } recording)
        {
            return new LiveSession(this, stream, _closed);
        }

        // A connection beyond the recorded ones gets a greeting, and an error at its first request.
        RecordedSession? next = recording.IsGuestAgent
            ? recording.Sessions[0]
            : recording.Sessions.ElementAtOrDefault(_playbacks.Count);
        SessionPlayback playback =
            recording.IsGuestAgent && _playbacks is [{ } shared] ? shared : new SessionPlayback(recording, next);
        if (!_playbacks.Contains(playback))
        {
            _playbacks.Add(playback);
        }

        return new ReplaySession(this, recording, next ?? recording.Sessions[^1], playback, stream, _closed);
    }
}
