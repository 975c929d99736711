using System.Text;
using System.Text.Json;
using QmpGen.Testing.Sessions;

namespace QmpGen.Testing.Replay;

/// <summary>Reads the file of a recording, and says at which line and column one is broken, and what to do
/// then.</summary>
internal sealed class RecordingReader
{
    private const int PrefixLength = 3;

    private static readonly JsonDocumentOptions s_reading = new() { MaxDepth = 1024 };

    private readonly string _path;
    private readonly string[] _lines;
    private readonly List<RecordedSession> _sessions = [];
    private SessionBuilder? _session;

    private RecordingReader(string path, string text)
    {
        _path = path;
        _lines = text.Split('\n');
    }

    /// <summary>Reads a recording.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no recording, or a broken one.</exception>
    public static Recording Read(string path)
    {
        RecordingReader reader = new(path, File.ReadAllText(path));
        for (int number = 1; number <= reader._lines.Length; number++)
        {
            reader.Take(reader._lines[number - 1].TrimEnd('\r'), number);
        }

        if (reader._session is null)
        {
            throw reader.Broken(
                1,
                1,
                "there is no message in it",
                "Record the session again, and let the program end before the file is used"
            );
        }

        return new Recording(path, reader._sessions);
    }

    private void Take(string line, int number)
    {
        if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
        {
            return;
        }

        if (line.StartsWith("C: ", StringComparison.Ordinal))
        {
            TakeRequest(Parse(line, number), number);
        }
        else if (line.StartsWith("S: ", StringComparison.Ordinal))
        {
            TakeMessage(Parse(line, number), number);
        }
        else if (number == _lines.Length)
        {
            throw CutOff(number, line.Length);
        }
        else
        {
            throw Broken(
                number,
                1,
                "a line begins with 'C: ' (the client), 'S: ' (QEMU) or '#' (a comment)",
                "Put a message on one line, and '#' before what is none"
            );
        }
    }

    private JsonElement Parse(string line, int number)
    {
        try
        {
            JsonElement json = JsonElement.Parse(line.AsSpan(PrefixLength), s_reading);
            return json.ValueKind == JsonValueKind.Object
                ? json
                : throw Broken(number, PrefixLength + 1, "a message is a JSON object", "Repair the line, or remove it");
        }
        catch (JsonException) when (number == _lines.Length)
        {
            throw CutOff(number, line.Length);
        }
        catch (JsonException e)
        {
            int before = Encoding
                .UTF8.GetString(Encoding.UTF8.GetBytes(line[PrefixLength..])[..(int)(e.BytePositionInLine ?? 0)])
                .Length;
            throw Broken(
                number,
                PrefixLength + before + 1,
                $"this is no JSON: {e.Message.Split(" LineNumber:")[0]}",
                "Repair the line, or record the session again"
            );
        }
    }

    private void TakeRequest(JsonElement json, int number)
    {
        bool outOfBand = json.TryGetProperty("exec-oob", out JsonElement command);
        if (!outOfBand && !json.TryGetProperty("execute", out command) || command.ValueKind != JsonValueKind.String)
        {
            throw Broken(
                number,
                PrefixLength + 1,
                "what the client says has 'execute' or 'exec-oob' and a command's name",
                "Repair the line, or remove it"
            );
        }

        JsonElement arguments = json.TryGetProperty("arguments", out JsonElement given)
            ? given
            : JsonElement.Parse("{}");
        outOfBand |= TestRequest.WantsControl(json);
        string name = command.GetString()!;
        if (_session is null && name == QmpTestServer.Negotiation)
        {
            throw Broken(
                number,
                1,
                "a monitor's greeting ('S: {\"QMP\": …}') is missing before this line",
                "Put the beginning of the recording back, or record the session again"
            );
        }

        // A guest agent's session has no beginning of its own.
        _session ??= Begin(null, QmpVersion.Unknown);
        if (name is not (QmpTestServer.Sync or QmpTestServer.DelimitedSync))
        {
            _session.Add(
                new RecordedRequest(
                    new QmpTestCall(name, arguments, outOfBand),
                    json.TryGetProperty("id", out JsonElement id) ? id : null,
                    number
                )
            );
        }
    }

    private void TakeMessage(JsonElement json, int number)
    {
        if (json.TryGetProperty("QMP", out _))
        {
            _session = Greet(json, number);
        }
        else if (_session is null)
        {
            throw Broken(
                number,
                1,
                "an answer or event stands before any greeting or request",
                "Put the beginning of the recording back, or record the session again"
            );
        }
        else if (json.TryGetProperty("event", out JsonElement name) && name.ValueKind == JsonValueKind.String)
        {
            _session.AddEvent(json);
        }
        else if (!json.TryGetProperty("return", out _) && !IsError(json))
        {
            throw Broken(
                number,
                PrefixLength + 1,
                "what QEMU says has 'QMP', 'return', 'error' (with 'class' and 'desc') or 'event'",
                "Repair the line, or remove it"
            );
        }
        else if (!_session.TryAnswer(json))
        {
            throw Broken(
                number,
                1,
                "this answers no request of the lines before",
                "Put the request back, repair the id, or remove the line"
            );
        }
    }

    private SessionBuilder Greet(JsonElement json, int number)
    {
        if (_sessions is [{ Greeting: null }])
        {
            throw Broken(
                number,
                1,
                "a monitor greets in the middle of a guest agent's session",
                "Record each into a file of its own"
            );
        }

        try
        {
            JsonElement qemu = json.GetProperty("QMP").GetProperty("version").GetProperty("qemu");
            return Begin(
                json,
                new QmpVersion(
                    qemu.GetProperty("major").GetInt32(),
                    qemu.GetProperty("minor").GetInt32(),
                    qemu.GetProperty("micro").GetInt32(),
                    ""
                )
            );
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Broken(
                number,
                PrefixLength + 1,
                "a greeting tells QEMU's version",
                "Repair the line, or record the session again"
            );
        }
    }

    private SessionBuilder Begin(JsonElement? greeting, QmpVersion version)
    {
        RecordedSession session = new(greeting, version);
        _sessions.Add(session);
        return new SessionBuilder(session);
    }

    private static bool IsError(JsonElement json) =>
        json.TryGetProperty("error", out JsonElement error)
        && error.ValueKind == JsonValueKind.Object
        && error.TryGetProperty("class", out JsonElement kind)
        && kind.ValueKind == JsonValueKind.String
        && error.TryGetProperty("desc", out JsonElement text)
        && text.ValueKind == JsonValueKind.String;

    private InvalidDataException CutOff(int line, int length) =>
        Broken(
            line,
            length + 1,
            "the file ends in the middle of a line, as one does whose program was killed while it recorded",
            "Remove the line, or record the session again"
        );

    private InvalidDataException Broken(int line, int column, string what, string remedy) =>
        new(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{_path}({line},{column}): {what}. {remedy}."
            )
        );
}
