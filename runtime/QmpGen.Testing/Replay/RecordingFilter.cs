using System.Globalization;
using System.Text;
using System.Text.Json;

namespace QmpGen.Testing.Replay;

/// <summary>
/// Makes lines of messages. A client of a guest agent sends each request between two marks, whose numbers are others
/// each time: marks and their answers are
/// left out, and requests and answers get ids of their own, since without marks nothing else tells which command was
/// left without an answer.
/// </summary>
internal sealed class RecordingFilter
{
    // What the agent has not come to yet. A mark has its number, a request the id that it got.
    private readonly Queue<(bool IsMark, string Number)> _sent = new();
    private int _requests;
    private bool _isAgents;

    /// <summary>The lines that a message makes.</summary>
    public IEnumerable<string> Lines(QmpWireMessage message)
    {
        // A mark may have a 0xFF before it, which is no UTF-8. It parts requests as the end of a line does.
        byte[] bytes = message.Bytes.ToArray();
        bytes.AsSpan().Replace((byte)0xFF, (byte)'\n');
        string text = Encoding.UTF8.GetString(bytes);
        if (message.Direction == QmpWireDirection.Received)
        {
            return (_isAgents ? Answer(text) : text) is { } answer ? [$"S: {OneLine(answer)}"] : [];
        }

        string[] requests = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _isAgents |= requests.Any(request => MarkOf(request) is not null);
        return _isAgents
            ? [.. requests.Select(Request).OfType<string>().Select(request => $"C: {request}")]
            : [$"C: {OneLine(text)}"];
    }

    private static string OneLine(string text) =>
        text.AsSpan().Trim().Contains('\n')
            ? string.Join(' ', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            : text.Trim();

    private static string? MarkOf(string request)
    {
        const string Start = """{"execute":"guest-sync-delimited","arguments":{"id":""";
        return request.StartsWith(Start, StringComparison.Ordinal) ? request[Start.Length..].TrimEnd('}') : null;
    }

    private static string WithId(string json, string id)
    {
        string open = json.TrimEnd()[..^1].TrimEnd();
        return $"{open}{(open.EndsWith('{') ? "" : ",")}\"id\":{id}}}";
    }

    /// <summary>The number that an answer carries: what a mark's answer is.</summary>
    private static string? NumberOf(string answer)
    {
        try
        {
            JsonElement json = JsonElement.Parse(answer);
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

    private string? Request(string request)
    {
        if (MarkOf(request) is { } mark)
        {
            _sent.Enqueue((true, mark));
            return null;
        }

        string id = (++_requests).ToString(CultureInfo.InvariantCulture);
        _sent.Enqueue((false, id));
        return WithId(request, id);
    }

    private string? Answer(string answer)
    {
        if (NumberOf(answer) is { } number && _sent.Contains((true, number)))
        {
            while (_sent.Dequeue() != (true, number))
            {
                continue;
            }

            return null;
        }

        // The first answer counts, and whatever comes where none is waited for is the error to a 0xFF or left over from
        // others.
        return _sent.TryPeek(out (bool IsMark, string Number) next) && !next.IsMark
            ? WithId(answer, _sent.Dequeue().Number)
            : null;
    }
}
