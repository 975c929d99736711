using System.Text.Json;
using QmpGen.Testing.Wire;

namespace QmpGen.Testing.Replay;

/// <summary>
/// Plays one session. A request is that which was recorded first among those with its command and arguments that have
/// not come yet. What was said is said in its
/// order, each message once the requests that it needs have come. A request that comes before one that was recorded
/// earlier waits for nothing, since that one
/// may never come: what goes with it is said at once.
/// </summary>
internal sealed class Playback(Recording recording, RecordedSession? session)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RecordedRequest, JsonElement?> _come = [];
    private readonly HashSet<RecordedMessage> _said = [];
    private readonly List<string> _strangers = [];
    private readonly List<string> _transcript = [];

    private IReadOnlyList<RecordedRequest> Requests => session?.Requests ?? [];

    /// <summary>What has not been asked for, for people.</summary>
    public IReadOnlyList<string> Left =>
        Locked(() =>
            Requests
                .Where(request => !_come.ContainsKey(request))
                .Select(request => $"{Place(request)}: {request.Call.ShortText}")
        );

    /// <summary>What was asked for that the recording does not have, for people.</summary>
    public IReadOnlyList<string> Strangers => Locked(() => _strangers);

    /// <summary>What was said, for people.</summary>
    public IReadOnlyList<string> Transcript => Locked(() => _transcript);

    /// <summary>Takes a request, and says what is due by it.</summary>
    /// <param name="call">What is asked for.</param>
    /// <param name="id">The request's id.</param>
    /// <param name="send">Says a message.</param>
    /// <returns>Whether the session is at its end.</returns>
    public bool Take(QmpTestCall call, JsonElement? id, Action<byte[]> send)
    {
        lock (_gate)
        {
            _transcript.Add($"C: {call.ShortText}");
            if (
                Requests.FirstOrDefault(request => !_come.ContainsKey(request) && IsSame(request.Call, call))
                is not { } recorded
            )
            {
                string next = NextText();
                _strangers.Add($"{call.ShortText} (next is {next})");
                Fail($"The recording {recording.Path} does not have '{call.ShortText}' here: next is {next}");
                return false;
            }

            bool isEarly = Requests
                .TakeWhile(request => request != recorded)
                .Any(request => !_come.ContainsKey(request));
            _come.Add(recorded, id);
            foreach (RecordedMessage message in isEarly ? Of(recorded) : [])
            {
                Say(message, send);
            }

            foreach (RecordedMessage message in Due())
            {
                Say(message, send);
            }

            // A guest agent leaves some commands without an answer, and QEMU one by which it ends.
            bool ends = call.Command == "quit" && recorded.Answer?.Json.TryGetProperty("error", out _) != true;
            if (recorded.Answer is null && !ends && !recording.IsGuestAgents)
            {
                Fail($"The recording ends before it has an answer to '{call.Command}' ({Place(recorded)})");
            }

            return ends;
        }

        void Fail(string description) => Send(AnswerText.Error(new QmpTestErrorException(description), id), send);
    }

    private static bool IsSame(QmpTestCall one, QmpTestCall other) =>
        one.Command == other.Command
        && one.OutOfBand == other.OutOfBand
        && new QmpValue(one.Arguments).Equals(new QmpValue(other.Arguments));

    private static string Shortened(string text) => text.Length <= 300 ? text : $"{text[..300]}…";

    private string NextText() =>
        Requests.FirstOrDefault(request => !_come.ContainsKey(request)) switch
        {
            { } request => $"'{request.Call.ShortText}' ({Place(request)})",
            null when session is null =>
                $"nothing: it has {recording.Sessions.Count} session(s), and this is a further one",
            _ => "its end",
        };

    private string Place(RecordedRequest request) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{recording.Path}:{request.Line}");

    /// <summary>What goes with a request.</summary>
    private RecordedMessage[] Of(RecordedRequest request) =>
        [.. session!.Messages.Where(message => message.Owner == request && !_said.Contains(message))];

    /// <summary>What is due in the recording's order.</summary>
    private RecordedMessage[] Due() =>
        [
            .. session!
                .Messages.Where(message => !_said.Contains(message))
                .TakeWhile(message => message.Needs.All(_come.ContainsKey)),
        ];

    private void Say(RecordedMessage message, Action<byte[]> send)
    {
        _said.Add(message);
        Send(
            message.Asked is null
                ? AnswerText.Message(message.Json)
                : AnswerText.Answer(message.Json, message.EchoesId ? _come[message.Asked] : null),
            send
        );
    }

    private void Send(byte[] message, Action<byte[]> send)
    {
        _transcript.Add($"S: {Shortened(System.Text.Encoding.ASCII.GetString(message))}");
        send(message);
    }

    private IReadOnlyList<string> Locked(Func<IEnumerable<string>> list)
    {
        lock (_gate)
        {
            return [.. list()];
        }
    }
}
