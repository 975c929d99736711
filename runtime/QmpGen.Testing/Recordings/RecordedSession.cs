using System.Text.Json;
using QmpGen.Testing.Sessions;

namespace QmpGen.Testing.Recordings;

/// <summary>Reads a recording: which calls there were, how they were answered, and which events came when.</summary>
internal sealed class RecordedSession
{
    private static readonly JsonElement s_noArguments = QmpValue.Parse("{}").Json;
    private static readonly JsonDocumentOptions s_deep = new() { MaxDepth = int.MaxValue };

    private readonly string _path;
    private readonly List<RecordedCall> _calls = [];
    private readonly List<RecordedCall> _pending = [];
    private readonly List<RecordedEvent> _events = [];
    private RecordedCall? _lastAnswered;

    private RecordedSession(string path) => _path = path;

    /// <summary>The calls, in the order in which they were made.</summary>
    public IReadOnlyList<RecordedCall> Calls => _calls;

    /// <summary>What the first greeting says; null where there is none, as with a guest agent.</summary>
    public QmpTestServerOptions? Greeting { get; private set; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no recording.</exception>
    public static RecordedSession Read(string path)
    {
        RecordedSession session = new(path);
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (line.Length > 0 && line[0] != '#')
                session.Take(session.Parse(line, number), number);
        }

        return session._calls.Count > 0 ? session : throw new InvalidDataException($"{path} is no recording: there is no request in it.");
    }

    private JsonElement Parse(string line, int number)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line, s_deep);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw Fault(number, $"column {e.BytePositionInLine + 1}: this is no JSON. If the recording was cut short, delete its last line.", e);
        }
    }

    private void Take(JsonElement message, int line)
    {
        if (message.ValueKind != JsonValueKind.Object)
            throw Fault(line, "a message is a JSON object.");

        if (message.TryGetProperty("execute", out JsonElement command) || message.TryGetProperty("exec-oob", out command))
            TakeRequest(message, command.ToString(), line);
        else if (message.TryGetProperty("return", out JsonElement value))
            TakeAnswer(message, new TestReply(new QmpValue(value)), line);
        else if (message.TryGetProperty("error", out JsonElement error))
            TakeAnswer(message, new TestReply(null, new QmpTestErrorException(TextOf(error, "class", line), TextOf(error, "desc", line))), line);
        else if (message.TryGetProperty("event", out JsonElement name))
            TakeEvent(new RecordedEvent(name.ToString(), message.TryGetProperty("data", out JsonElement data) ? new QmpValue(data) : null));
        else if (message.TryGetProperty("QMP", out JsonElement greeting))
            TakeGreeting(greeting, line);
        else
            throw Fault(line, "this is neither a request, nor an answer, an event or a greeting.");
    }

    private void TakeRequest(JsonElement message, string command, int line)
    {
        JsonElement arguments = message.TryGetProperty("arguments", out JsonElement given) ? given : s_noArguments;
        RecordedCall call = new(line, command, arguments, message.TryGetProperty("id", out JsonElement id) ? id : null);
        _calls.Add(call);
        _pending.Add(call);
    }

    private void TakeAnswer(JsonElement message, TestReply reply, int line)
    {
        RecordedCall? call = message.TryGetProperty("id", out JsonElement id)
            ? _pending.Find(item => item.Id is { } own && JsonElement.DeepEquals(own, id))
            : _pending.Find(item => IsMark(item, reply)) ?? _pending.Find(item => !item.IsProtocols) ?? _pending.FirstOrDefault();
        if (call is null)
            throw Fault(line, "this answers no request above it.");

        // A mark of a guest agent's says that nothing more comes for the commands before it.
        if (IsMark(call, reply))
            _pending.RemoveRange(0, _pending.IndexOf(call));

        _pending.Remove(call);
        call.Reply = reply;
        if (call.IsProtocols)
            return;

        call.Before.AddRange(_events);
        _events.Clear();
        _lastAnswered = call;
    }

    private void TakeEvent(RecordedEvent @event)
    {
        if (_pending.Count == 0 && _lastAnswered is not null)
            _lastAnswered.After.Add(@event);
        else
            _events.Add(@event);
    }

    /// <summary>A connection begins; what the one before it left unanswered stays so.</summary>
    private void TakeGreeting(JsonElement greeting, int line)
    {
        _pending.Clear();
        try
        {
            JsonElement qemu = greeting.GetProperty("version").GetProperty("qemu");
            Greeting ??= new QmpTestServerOptions
            {
                Version = new QmpVersion(qemu.GetProperty("major").GetInt32(), qemu.GetProperty("minor").GetInt32(), qemu.GetProperty("micro").GetInt32(), ""),
                OfferOutOfBand = greeting.TryGetProperty("capabilities", out JsonElement offered) && offered.EnumerateArray().Any(item => item.ValueEquals("oob")),
            };
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Fault(line, $"the greeting has no version: {e.Message}", e);
        }
    }

    private static bool IsMark(RecordedCall call, TestReply reply) =>
        call.IsProtocols && reply.Value is { Kind: JsonValueKind.Number } number && call.Arguments.TryGetProperty("id", out JsonElement id) && JsonElement.DeepEquals(id, number.Json);

    private string TextOf(JsonElement error, string member, int line) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty(member, out JsonElement text) ? text.ToString() : throw Fault(line, $"the error has no '{member}'.");

    private InvalidDataException Fault(int line, string what, Exception? cause = null) => new($"{_path}, line {line}, {what}", cause);
}
