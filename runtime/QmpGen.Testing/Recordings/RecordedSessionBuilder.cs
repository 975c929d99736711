using System.Text.Json;

namespace QmpGen.Testing.Recordings;

/// <summary>Matches the responses and events of a session to its requests.</summary>
/// <remarks>QEMU executes in-band requests one after another. Queued in-band requests therefore cannot cause an event
/// between a request and its response.</remarks>
internal sealed class RecordedSessionBuilder(RecordedSession session)
{
    private readonly List<RecordedRequest> _pending = [];
    private RecordedRequest? _lastExecuted;

    /// <summary>The number of requests without a response.</summary>
    public int PendingCount => _pending.Count;

    public void AddRequest(RecordedRequest request)
    {
        session.Requests.Add(request);
        _pending.Add(request);
    }

    public void AddEvent(JsonElement json)
    {
        RecordedRequest? executing = _pending.FirstOrDefault(request => !request.Call.OutOfBand);
        List<RecordedRequest> prerequisites =
        [
            .. _pending.Where(request => request.Call.OutOfBand || request == executing),
        ];
        session.Messages.Add(new RecordedMessage(json, null, executing ?? _lastExecuted, prerequisites));
    }

    /// <summary>Adds a response.</summary>
    /// <returns>False if the response does not match a pending request.</returns>
    public bool TryAddResponse(JsonElement json)
    {
        RecordedRequest? request = json.TryGetProperty("id", out JsonElement id)
            ? _pending.Find(request => request.Id is { } other && JsonElement.DeepEquals(id, other))
            : FindWithoutId(json);
        if (request is null)
        {
            return false;
        }

        _pending.Remove(request);
        _lastExecuted = request.Call.OutOfBand ? _lastExecuted : request;
        request.Response = new RecordedMessage(json, request, request, [request]);
        session.Messages.Add(request.Response);
        return true;
    }

    /// <summary>Finds the request of a response without an id.</summary>
    /// <remarks>Clients can send requests without an id. QEMU 2.12 omits the id in errors before execution, but the
    /// error names the command.</remarks>
    private RecordedRequest? FindWithoutId(JsonElement json)
    {
        string description = json.TryGetProperty("error", out JsonElement error)
            ? error.GetProperty("desc").GetString()!
            : "";
        string[] words = description.Split(' ', '\'');
        return _pending.Count == 1
            ? _pending[0]
            : _pending.Find(request => request.Id is null)
                ?? _pending.Find(request => words.Contains(request.Call.Command, StringComparer.Ordinal));
    }
}
