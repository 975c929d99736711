using System.Text.Json;

namespace QmpGen.Testing.Replay;

/// <summary>
/// Finds out what belongs together in a session: answers and requests, and which requests an event waits for. QEMU
/// executes in-band requests one after another, so
/// an event between a request and its answer does not come from the requests that wait behind.
/// </summary>
internal sealed class SessionBuilder(RecordedSession session)
{
    private readonly List<RecordedRequest> _unanswered = [];
    private RecordedRequest? _lastExecuted;

    public void Add(RecordedRequest request)
    {
        session.Requests.Add(request);
        _unanswered.Add(request);
    }

    public void AddEvent(JsonElement json)
    {
        RecordedRequest? executing = _unanswered.FirstOrDefault(request => !request.Call.OutOfBand);
        List<RecordedRequest> needs = [.. _unanswered.Where(request => request.Call.OutOfBand || request == executing)];
        session.Messages.Add(new RecordedMessage(json, null, executing ?? _lastExecuted, needs));
    }

    /// <summary>Adds an answer.</summary>
    /// <returns>Whether there is a request that it answers.</returns>
    public bool TryAnswer(JsonElement json)
    {
        RecordedRequest? asked = json.TryGetProperty("id", out JsonElement id)
            ? _unanswered.Find(request => request.Id is { } other && JsonElement.DeepEquals(id, other))
            : FindWithoutId(json);
        if (asked is null)
        {
            return false;
        }

        _unanswered.Remove(asked);
        _lastExecuted = asked.Call.OutOfBand ? _lastExecuted : asked;
        asked.Answer = new RecordedMessage(json, asked, asked, [asked]);
        session.Messages.Add(asked.Answer);
        return true;
    }

    /// <summary>QEMU 2.12 leaves the id out of errors that it finds before execution, and names the command; a client
    /// may leave it out of all requests.</summary>
    private RecordedRequest? FindWithoutId(JsonElement json)
    {
        string description = json.TryGetProperty("error", out JsonElement error)
            ? error.GetProperty("desc").GetString()!
            : "";
        return _unanswered.Count == 1
            ? _unanswered[0]
            : _unanswered.Find(request => request.Id is null)
                ?? _unanswered.Find(request =>
                    description.Split(' ', '\'').Contains(request.Call.Command, StringComparer.Ordinal)
                );
    }
}
