using System.Globalization;
using System.Text.Json;
using QmpGen.Testing.Requests;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Recordings;

/// <summary>Plays the server's part of a recorded session.</summary>
/// <remarks>
/// A request matches the first recorded request with the same command and arguments that has not been received.
/// Messages are sent in the recorded order, each after the requests that it needs. If a request arrives too early, its
/// messages are sent at once, because the earlier request may never arrive.
/// </remarks>
/// <param name="recording">The recording.</param>
/// <param name="session">The session, or null if the recording has fewer sessions than there were connections.</param>
internal sealed class SessionPlayback(Recording recording, RecordedSession? session)
{
    private const int MaxLines = 1000;

    private readonly Lock _gate = new();
    private readonly MessagePrinter _printer = recording.IsGuestAgent
        ? MessagePrinter.GuestAgent
        : MessagePrinter.Monitor;
    private readonly Dictionary<RecordedRequest, JsonElement?> _received = [];
    private readonly HashSet<RecordedMessage> _sent = [];
    private readonly Queue<string> _unexpected = [];
    private readonly Queue<string> _transcript = [];

    // All requests and messages before these have been received and sent, so that a long session is not searched again.
    private int _nextRequest;
    private int _nextMessage;

    private IReadOnlyList<RecordedRequest> Requests => session?.Requests ?? [];

    /// <summary>The requests that have not been received.</summary>
    private IEnumerable<RecordedRequest> OpenRequests =>
        Requests.Skip(_nextRequest).Where(request => !_received.ContainsKey(request));

    /// <summary>The messages that have not been sent.</summary>
    private IEnumerable<RecordedMessage> OpenMessages =>
        session!.Messages.Skip(_nextMessage).Where(message => !_sent.Contains(message));

    /// <summary>The recorded requests that have not been received, as lines of a message.</summary>
    public IReadOnlyList<string> Missing =>
        ReadLocked(() =>
            OpenRequests.Select(request => $"{FormatPlace(request)}: {request.Call.ShortText}")
        );

    /// <summary>The last requests that are not in the recording, as lines of a message.</summary>
    public IReadOnlyList<string> Unexpected => ReadLocked(() => _unexpected);

    /// <summary>The last requests and messages, as lines of a message.</summary>
    public IReadOnlyList<string> Transcript => ReadLocked(() => _transcript);

    /// <summary>Handles a request and sends the messages that are due.</summary>
    /// <param name="call">The command.</param>
    /// <param name="id">The id of the request.</param>
    /// <param name="send">Sends a message.</param>
    /// <returns>Whether the session ends after this request.</returns>
    public bool HandleRequest(QmpTestCall call, JsonElement? id, Action<ReadOnlyMemory<byte>> send)
    {
        lock (_gate)
        {
            AddLine(_transcript, $"C: {call.ShortText}");
            if (OpenRequests.FirstOrDefault(request => IsSame(request.Call, call)) is not { } recorded)
            {
                string next = DescribeNext();
                AddLine(_unexpected, $"{call.ShortText} ({next})");
                SendError($"The recording {recording.Path} does not have '{call.ShortText}' here: {next}");
                return false;
            }

            bool isEarly = OpenRequests.First() != recorded;
            _received.Add(recorded, id);
            while (_nextRequest < Requests.Count && _received.ContainsKey(Requests[_nextRequest]))
            {
                _nextRequest++;
            }

            foreach (RecordedMessage message in isEarly ? FindOwned(recorded) : [])
            {
                Send(message, send);
            }

            foreach (RecordedMessage message in FindDue())
            {
                Send(message, send);
            }

            // A guest agent does not respond to some commands. QEMU sometimes exits before it responds to 'quit'.
            bool ends =
                call.Command == CommandNames.Quit && recorded.Response?.Json.TryGetProperty("error", out _) != true;
            if (recorded.Response is null && !ends && !recording.IsGuestAgent)
            {
                SendError($"The recording ends before the response to '{call.Command}' ({FormatPlace(recorded)})");
            }

            return ends;
        }

        void SendError(string description) =>
            Send(_printer.PrintError(QmpTestErrorException.GenericError, description, id), send);
    }

    private static bool IsSame(QmpTestCall one, QmpTestCall other) =>
        one.Command == other.Command
        && one.OutOfBand == other.OutOfBand
        && new QmpValue(one.Arguments).Equals(new QmpValue(other.Arguments));

    private static void AddLine(Queue<string> lines, string line)
    {
        if (lines.Count == MaxLines)
        {
            lines.Dequeue();
        }

        lines.Enqueue(line);
    }

    private string DescribeNext() =>
        OpenRequests.FirstOrDefault() switch
        {
            { } request => $"the next request is '{request.Call.ShortText}' ({FormatPlace(request)})",
            null when session is null => recording.Sessions.Count == 1
                ? "the recording has only 1 session"
                : $"the recording has only {recording.Sessions.Count} sessions",
            _ => "no recorded request is left",
        };

    private string FormatPlace(RecordedRequest request) =>
        string.Create(CultureInfo.InvariantCulture, $"{recording.Path}:{request.Line}");

    /// <summary>Finds the messages that follow a request.</summary>
    private RecordedMessage[] FindOwned(RecordedRequest request) =>
        [.. OpenMessages.Where(message => message.Owner == request)];

    /// <summary>Finds the messages that are due in the recorded order.</summary>
    private RecordedMessage[] FindDue() =>
        [.. OpenMessages.TakeWhile(message => message.Prerequisites.All(_received.ContainsKey))];

    private void Send(RecordedMessage message, Action<ReadOnlyMemory<byte>> send)
    {
        _sent.Add(message);
        while (_nextMessage < session!.Messages.Count && _sent.Contains(session.Messages[_nextMessage]))
        {
            _nextMessage++;
        }

        Send(
            message.Request is null
                ? _printer.PrintRecorded(message.Json)
                : _printer.PrintRecorded(message.Json, message.EchoesId ? _received[message.Request] : null),
            send
        );
    }

    private void Send(ReadOnlyMemory<byte> message, Action<ReadOnlyMemory<byte>> send)
    {
        AddLine(_transcript, $"S: {MessageText.Format(message.Span)}");
        send(message);
    }

    private IReadOnlyList<string> ReadLocked(Func<IEnumerable<string>> read)
    {
        lock (_gate)
        {
            return [.. read()];
        }
    }
}
