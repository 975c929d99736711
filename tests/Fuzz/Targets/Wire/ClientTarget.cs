using System.Globalization;
using System.Text;
using System.Text.Json;
using Qemu111;
using QmpGen.Fuzz.Targets.Readers;

namespace QmpGen.Fuzz.Targets.Wire;

/// <summary>
/// A whole client and what a server says to it when calls have been made. Where the header says <c>instead</c>, the
/// first line of the body takes the
/// place of the greeting and the second that of the negotiation's answer. The header's number decides how all of it is
/// split, and <c>2.12</c>,
/// <c>5.0</c> or <c>7.2</c> who greets.
/// </summary>
internal sealed class ClientTarget : IFuzzTarget
{
    // The first id is the negotiation's.
    private const int FirstCall = 2;

    private static readonly QmpClientOptions s_options = new()
    {
        MaxMessageBytes = Conversation.MaxMessageBytes,
        EventBufferCapacity = 16,
    };

    private static readonly Dictionary<string, string> s_greetings = new(StringComparer.Ordinal)
    {
        ["7.2"] =
            """{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian"}, "capabilities": ["oob"]}}""",
        ["5.0"] =
            """{"QMP": {"version": {"qemu": {"micro": 0, "minor": 0, "major": 5}, "package": ""}, "capabilities": []}}""",
        ["2.12"] =
            """{"QMP": {"version": {"qemu": {"micro": 0, "minor": 12, "major": 2}, "package": ""}, "capabilities": ["oob"]}}""",
    };

    private static readonly string[] s_commands =
    [
        "quit",
        "query-status",
        "query-block",
        "stop",
        "query-named-block-nodes",
        "query-cpus-fast",
        "device_del",
        "migrate-pause",
        "query-yank",
    ];

    public string Name => "client";

    public string Summary => "a client of a monitor, with calls in flight and an event subscription";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. MakeSeeds()];

    public string NextHeader(string header, Random random)
    {
        string split = random.Next(2) == 0 ? "0" : random.Next(1, 100_000).ToString(CultureInfo.InvariantCulture);
        string mode = random.Next(100) == 0 ? "instead" : "after";
        return $"{mode} {s_greetings.Keys.ElementAt(random.Next(s_greetings.Count))} {split}";
    }

    public Outcome Run(byte[] input) => RunAsync(FuzzInput.Parse(input)).GetAwaiter().GetResult();

    private static async Task<Outcome> RunAsync(FuzzInput input)
    {
        bool isInstead = input.Words.Contains("instead");
        using FedStream stream = StreamOf(input, out bool outOfBand);
        await using Qemu111Client? client = await Conversation
            .ConnectAsync(
                Qemu111Client.ConnectAsync(stream, isInstead ? Conversation.Impatient(s_options) : s_options),
                mayBeSilent: isInstead
            )
            .ConfigureAwait(false);
        if (client is null)
        {
            return Outcome.Refused;
        }

        using QmpSubscription<QmpEvent> events = client.Events.ReadAllAsync();
        Task takingEvents = Conversation.TakeAllAsync(events);
        Task[] calls =
        [
            client.QuitAsync(),
            .. Calls(client),
            .. outOfBand && client.OutOfBandEnabled ? OutOfBandCalls(client) : [],
        ];
        bool[] answered = await Conversation
            .EndAsync(client, calls, () => client.QueryStatusAsync())
            .ConfigureAwait(false);
        await Conversation.EndAsync(takingEvents).ConfigureAwait(false);

        // To 'quit' the end of the connection is an answer.
        return answered[1..].Contains(true) ? Outcome.Read : Outcome.Refused;
    }

    private static FedStream StreamOf(FuzzInput input, out bool outOfBand)
    {
        string[] words = input.Words;
        int split = words
            .Select(word => int.TryParse(word, CultureInfo.InvariantCulture, out int number) ? number : 0)
            .FirstOrDefault(number => number > 0);
        string version = words.FirstOrDefault(s_greetings.ContainsKey) ?? "7.2";
        outOfBand = version != "5.0";
        byte[] greeting = Encoding.ASCII.GetBytes(s_greetings[version]);
        byte[] negotiated = "{\"return\": {}, \"id\": 1}\r\n"u8.ToArray();
        byte[] body = input.Body.ToArray();
        if (words.Contains("instead"))
        {
            (greeting, body) = FirstLine(body);
            (negotiated, body) = FirstLine(body);
        }

        int lines = 1 + (outOfBand ? s_commands.Length : s_commands.Length - 2);
        return new FedStream(split, (0, () => greeting), (1, () => negotiated), (lines, () => body));
    }

    private static (byte[] Line, byte[] Others) FirstLine(byte[] body) =>
        Array.IndexOf(body, (byte)'\n') is >= 0 and int end ? (body[..(end + 1)], body[(end + 1)..]) : (body, []);

    private static IEnumerable<Task> Calls(Qemu111Client client) =>
        [
            client.QueryStatusAsync(),
            client.QueryBlockAsync(),
            client.StopAsync(),
            client.QueryNamedBlockNodesAsync(),
            client.ExecuteRawAsync("query-cpus-fast"),
            client.ExecuteRawAsync("device_del", JsonElement.Parse("""{"id": "nic0"}""")),
        ];

    private static IEnumerable<Task> OutOfBandCalls(Qemu111Client client) =>
        [client.ExecuteOutOfBandAsync(new MigratePauseCommand()), client.QueryYankAsync(outOfBand: true)];

    /// <summary>Dialogues as a QEMU may have them: events, then answers and errors in their order, the out-of-band ones
    /// anywhere.</summary>
    private static IEnumerable<byte[]> MakeSeeds()
    {
        const string Dump = "schema/qemu-11.1.json";
        SchemaValues values = new(Resource.Read(Dump), seed: 2);
        string[] events =
        [
            .. ReaderCatalogue.Of("Qemu111").Where(reader => reader.Kind == "event").Select(reader => reader.WireName),
        ];
        Random random = new(3);
        for (int i = 0; i < 300; i++)
        {
            string[] said =
            [
                .. s_commands.Select((command, call) => Answer(values, command, call + FirstCall, random)),
                .. Enumerable.Range(0, 3).Select(_ => Event(values, events[random.Next(events.Length)])),
            ];
            if (i % 4 == 0)
            {
                random.Shuffle(said);
            }

            yield return FuzzInput.Of("after 7.2 0", string.Join(i % 3 == 0 ? "" : "\r\n", said));
        }

        foreach ((string version, string greeting) in s_greetings)
        {
            yield return FuzzInput.Of(
                $"instead {version} 0",
                greeting
                    + """

                    {"return": {}, "id": 1}
                    {"event": "STOP"}{"return": {"status": "running", "running": true}, "id": 3}
                    """
            );
        }

        yield return FuzzInput.Of(
            "after 2.12 0",
            """
            {"return": {"status": "running", "running": true}, "id": 3}
            {"error": {"class": "GenericError", "desc": "The command migrate-pause does not support OOB"}}
            {"event": "COMMAND_DROPPED", "data": {"id": 3, "reason": "queue-full"}, "timestamp": {"seconds": 1, "microseconds": 2}}
            {"error": {"class": "CommandNotFound", "desc": "The command query-yank has not been found"}}
            {"other": 1, "id": 4}{"return": {}, "id": null}{"QMP": {}}
            """
        );
    }

    private static string Answer(SchemaValues values, string command, int id, Random random) =>
        random.Next(8) switch
        {
            0 =>
                $$$"""{"id": {{{id}}}, "error": {"class": "GenericError", "desc": "Device '{{{command}}}' is busy"}}""",
            1 => $$$"""{"id": {{{id}}}, "return": {{{values.OfCommand(command, "ret-type")}}}}""",
            _ => $$$"""{"return": {{{values.OfCommand(command, "ret-type")}}}, "id": {{{id}}}}""",
        };

    private static string Event(SchemaValues values, string name) =>
        $$$"""{"timestamp": {"seconds": 1700000000, "microseconds": 12345}, "event": "{{{name}}}", "data": {{{values.OfEvent(name)}}}}""";
}
