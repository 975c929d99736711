using System.Globalization;
using System.Text;
using System.Text.Json;
using QmpGen.Testing.Requests;
using QmpGen.Tool.Files;

namespace QmpGen.Testing.Recordings;

/// <summary>Reads the file of a recording.</summary>
/// <remarks>The message for an invalid file contains the line, the column and the remedy.</remarks>
internal sealed class RecordingReader
{
    private const int PrefixLength = 3;

    // An event refers to the pending out-of-band requests. QEMU executes far fewer at once.
    private const int MaxPendingRequests = 1000;
    private const string CorrectOrRemove = "Correct or remove the line";
    private const string CorrectOrRecord = "Correct the line or record the session again";
    private const string RestoreStart = "Restore the start of the recording or record the session again";

    private static readonly JsonDocumentOptions s_reading = new() { MaxDepth = 1024 };

    private readonly string _path;
    private readonly string[] _lines;
    private readonly List<RecordedSession> _sessions = [];
    private RecordedSessionBuilder? _session;

    private RecordingReader(string path, string text)
    {
        _path = path;
        _lines = text.Split('\n');
    }

    /// <summary>Reads a recording.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not a valid recording.</exception>
    public static Recording Read(string path)
    {
        RecordingReader reader = new(path, TextFile.Read(path));
        for (int number = 1; number <= reader._lines.Length; number++)
        {
            reader.ReadLine(reader._lines[number - 1].TrimEnd('\r'), number);
        }

        if (reader._session is null)
        {
            throw reader.CreateException(
                1,
                1,
                "The file does not contain a message",
                "Record the session again, and read the file after the program has ended"
            );
        }

        return new Recording(path, reader._sessions);
    }

    private void ReadLine(string line, int number)
    {
        if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
        {
            return;
        }

        if (line.StartsWith("C: ", StringComparison.Ordinal))
        {
            AddRequest(ParseMessage(line, number), number);
        }
        else if (line.StartsWith("S: ", StringComparison.Ordinal))
        {
            AddMessage(ParseMessage(line, number), number);
        }
        else if (number == _lines.Length)
        {
            throw CreateCutOffException(number, line.Length);
        }
        else
        {
            throw CreateException(
                number,
                1,
                "A line must start with 'C: ' (client), 'S: ' (QEMU) or '#' (comment)",
                "Put each message on one line, and '#' before other text"
            );
        }
    }

    private JsonElement ParseMessage(string line, int number)
    {
        try
        {
            JsonElement json = JsonElement.Parse(line.AsSpan(PrefixLength), s_reading);
            return json.ValueKind == JsonValueKind.Object
                ? json
                : throw CreateException(number, PrefixLength + 1, "A message must be a JSON object", CorrectOrRemove);
        }
        catch (JsonException) when (number == _lines.Length)
        {
            throw CreateCutOffException(number, line.Length);
        }
        catch (JsonException e)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(line[PrefixLength..]);
            int offset = Encoding.UTF8.GetString(bytes[..(int)(e.BytePositionInLine ?? 0)]).Length;
            throw CreateException(
                number,
                PrefixLength + offset + 1,
                $"The message is not valid JSON: {e.Message.Split(" LineNumber:")[0].TrimEnd('.')}",
                CorrectOrRecord
            );
        }
    }

    private void AddRequest(JsonElement json, int number)
    {
        bool outOfBand = json.TryGetProperty("exec-oob", out JsonElement command);
        if (!outOfBand && !json.TryGetProperty("execute", out command) || command.ValueKind != JsonValueKind.String)
        {
            throw CreateException(
                number,
                PrefixLength + 1,
                "A request must have 'execute' or 'exec-oob' with a command name",
                CorrectOrRemove
            );
        }

        JsonElement arguments = json.TryGetProperty("arguments", out JsonElement given)
            ? given
            : JsonElement.Parse("{}");
        outOfBand |= TestRequest.RunsOutOfBand(json);
        string name = command.GetString()!;
        if (_sessions is [] or [{ Greeting: null }] && !IsAgentCommand(name))
        {
            throw CreateException(
                number,
                1,
                "The greeting of the monitor ('S: {\"QMP\": …}') is missing before this line",
                RestoreStart
            );
        }

        // A guest agent does not send a greeting, so its session starts with the first request.
        _session ??= StartSession(null, QmpVersion.Unknown);
        if (name is not (CommandNames.Sync or CommandNames.DelimitedSync))
        {
            if (_session.PendingCount == MaxPendingRequests)
            {
                throw CreateException(
                    number,
                    1,
                    $"More than {MaxPendingRequests} requests do not have a response",
                    "Remove requests without a response"
                );
            }

            JsonElement? id = json.TryGetProperty("id", out JsonElement found) ? found : null;
            _session.AddRequest(new RecordedRequest(new QmpTestCall(name, arguments, outOfBand), id, number));
        }
    }

    private void AddMessage(JsonElement json, int number)
    {
        if (json.TryGetProperty("QMP", out _))
        {
            _session = ReadGreeting(json, number);
        }
        else if (_session is null)
        {
            throw CreateException(
                number,
                1,
                "A response or event comes before the first greeting or request",
                RestoreStart
            );
        }
        else if (json.TryGetProperty("event", out JsonElement name) && name.ValueKind == JsonValueKind.String)
        {
            _session.AddEvent(json);
        }
        else if (!json.TryGetProperty("return", out _) && !IsError(json))
        {
            throw CreateException(
                number,
                PrefixLength + 1,
                "A message of QEMU must have 'QMP', 'return', 'error' (with 'class' and 'desc') or 'event'",
                CorrectOrRemove
            );
        }
        else if (!_session.TryAddResponse(json))
        {
            throw CreateException(
                number,
                1,
                "The response does not match an earlier request",
                "Restore the request, correct the id or remove the line"
            );
        }
    }

    private RecordedSessionBuilder ReadGreeting(JsonElement json, int number)
    {
        if (_sessions is [{ Greeting: null }])
        {
            throw CreateException(
                number,
                1,
                "The greeting of a monitor is inside the session of a guest agent",
                "Record each into a separate file"
            );
        }

        try
        {
            JsonElement qemu = json.GetProperty("QMP").GetProperty("version").GetProperty("qemu");
            return StartSession(
                json,
                new QmpVersion(
                    qemu.GetProperty("major").GetUInt16(),
                    qemu.GetProperty("minor").GetUInt16(),
                    qemu.GetProperty("micro").GetUInt16(),
                    ""
                )
            );
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw CreateException(
                number,
                PrefixLength + 1,
                "A greeting must contain the version of QEMU",
                CorrectOrRecord
            );
        }
    }

    private RecordedSessionBuilder StartSession(JsonElement? greeting, QmpVersion version)
    {
        RecordedSession session = new(greeting, version);
        _sessions.Add(session);
        return new RecordedSessionBuilder(session);
    }

    /// <summary>Whether a guest agent has the command. A monitor does not have commands with these names.</summary>
    private static bool IsAgentCommand(string name) => name.StartsWith("guest-", StringComparison.Ordinal);

    private static bool IsError(JsonElement json) =>
        json.TryGetProperty("error", out JsonElement error)
        && error.ValueKind == JsonValueKind.Object
        && error.TryGetProperty("class", out JsonElement kind)
        && kind.ValueKind == JsonValueKind.String
        && error.TryGetProperty("desc", out JsonElement text)
        && text.ValueKind == JsonValueKind.String;

    private InvalidDataException CreateCutOffException(int line, int length) =>
        CreateException(
            line,
            length + 1,
            "The file ends in the middle of a line, probably because the program was killed during the recording",
            "Remove the line or record the session again"
        );

    private InvalidDataException CreateException(int line, int column, string problem, string remedy) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{_path}({line},{column}): {problem}. {remedy}."));
}
