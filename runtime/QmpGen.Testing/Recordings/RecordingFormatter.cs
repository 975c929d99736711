using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QmpGen.Testing.Recordings;

/// <summary>Formats messages as the lines of a recording.</summary>
/// <remarks>
/// A client of a guest agent sends each request between two sync requests with random numbers. The recording omits
/// these and their responses. Requests and responses get ids, because otherwise a recording would not show which
/// command had no response.
/// </remarks>
internal sealed class RecordingFormatter
{
    // The requests that the agent has not responded to: the number of a sync request, or the id of another request.
    private readonly Queue<(bool IsSync, string Number)> _pending = new();
    private int _requestCount;
    private bool _isGuestAgent;

    /// <summary>Returns the lines for a message.</summary>
    public IEnumerable<string> FormatLines(QmpWireMessage message)
    {
        // A byte 0xFF can precede a sync request. It is not UTF-8 and separates requests as a newline does.
        byte[] bytes = message.Bytes.ToArray();
        bytes.AsSpan().Replace((byte)0xFF, (byte)'\n');
        string text = Encoding.UTF8.GetString(bytes);
        if (message.Direction == QmpWireDirection.Received)
        {
            return (_isGuestAgent ? FormatAgentResponse(text) : text) is { } response
                ? [$"S: {JoinLines(response)}"]
                : [];
        }

        string[] requests = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _isGuestAgent |= requests.Any(request => FindSyncNumber(request) is not null);
        return _isGuestAgent
            ? [.. requests.Select(FormatAgentRequest).OfType<string>().Select(request => $"C: {request}")]
            : [$"C: {JoinLines(text)}"];
    }

    private static string JoinLines(string text) =>
        text.AsSpan().Trim().Contains('\n')
            ? string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            : text.Trim();

    private static string? FindSyncNumber(string request)
    {
        const string Start = """{"execute":"guest-sync-delimited","arguments":{"id":""";
        return request.StartsWith(Start, StringComparison.Ordinal) ? request[Start.Length..].TrimEnd('}') : null;
    }

    private static string AddId(string json, string id)
    {
        string open = json.TrimEnd()[..^1].TrimEnd();
        return $"{open}{(open.EndsWith('{') ? "" : ",")}\"id\":{id}}}";
    }

    /// <summary>Returns the number that a response to a sync request contains.</summary>
    private static string? FindReturnedNumber(string response)
    {
        try
        {
            JsonElement json = JsonElement.Parse(response);
            return
                json.ValueKind == JsonValueKind.Object
                && json.TryGetProperty("return", out JsonElement value)
                && value.ValueKind == JsonValueKind.Number
                ? value.GetRawText()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string? FormatAgentRequest(string request)
    {
        if (FindSyncNumber(request) is { } number)
        {
            _pending.Enqueue((true, number));
            return null;
        }

        string id = (++_requestCount).ToString(CultureInfo.InvariantCulture);
        _pending.Enqueue((false, id));
        return AddId(request, id);
    }

    private string? FormatAgentResponse(string response)
    {
        if (FindReturnedNumber(response) is { } number && _pending.Contains((true, number)))
        {
            while (_pending.Dequeue() != (true, number))
            {
                continue;
            }

            return null;
        }

        // Only the first response counts. Others are errors for the byte 0xFF or responses to another client.
        return _pending.TryPeek(out (bool IsSync, string Number) next) && !next.IsSync
            ? AddId(response, _pending.Dequeue().Number)
            : null;
    }
}
