using System.Globalization;
using System.Text;
using System.Text.Json;
using Qemu111;
using QmpGen.Fuzz.Targets.Readers;

namespace QmpGen.Fuzz.Targets.Wire;

/// <summary>A client of a monitor that sends arbitrary bytes.</summary>
/// <remarks>
/// The body is what the server sends after the calls. With <c>instead</c> in the header, its first two lines replace
/// the greeting and the response to the negotiation. The number in the header decides how the bytes are split, and
/// <c>2.12</c>, <c>5.0</c> or <c>7.2</c> selects the greeting.
/// </remarks>
internal sealed class ClientTarget : IFuzzTarget
{
    // The negotiation has the first id.
    private const int FirstCallId = 2;

    private static readonly QmpClientOptions s_options = new()
    {
        MaxMessageBytes = ClientChecks.MaxMessageBytes,
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

    public IReadOnlyList<byte[]> Seeds { get; } = [.. CreateSeeds()];

    public string CreateHeader(string header, Random random)
    {
        string split = random.Next(2) == 0 ? "0" : random.Next(1, 100_000).ToString(CultureInfo.InvariantCulture);
        string mode = random.Next(100) == 0 ? "instead" : "after";
        return $"{mode} {s_greetings.Keys.ElementAt(random.Next(s_greetings.Count))} {split}";
    }

    public FuzzOutcome Run(byte[] input) => RunAsync(FuzzInput.Parse(input)).GetAwaiter().GetResult();

    private static async Task<FuzzOutcome> RunAsync(FuzzInput input)
    {
        bool isInstead = input.Words.Contains("instead");
        using ScriptedServerStream stream = CreateStream(input, out bool outOfBand);
        await using Qemu111Client? client = await ClientChecks
            .ConnectAsync(
                Qemu111Client.ConnectAsync(stream, isInstead ? ClientChecks.WithShortTimeout(s_options) : s_options),
                canBeSilent: isInstead
            )
            .ConfigureAwait(false);
        if (client is null)
        {
            return FuzzOutcome.Rejected;
        }

        using QmpSubscription<QmpEvent> events = client.Events.ReadAllAsync();
        Task readingEvents = ClientChecks.ReadAllAsync(events);
        Task[] calls =
        [
            client.QuitAsync(),
            .. StartCalls(client),
            .. outOfBand && client.OutOfBandEnabled ? StartOutOfBandCalls(client) : [],
        ];
        bool[] completed = await ClientChecks
            .WaitForEndAsync(client, calls, () => client.QueryStatusAsync())
            .ConfigureAwait(false);
        await ClientChecks.WaitForEndAsync(readingEvents).ConfigureAwait(false);

        // The end of the connection completes 'quit'.
        return completed[1..].Contains(true) ? FuzzOutcome.Accepted : FuzzOutcome.Rejected;
    }

    private static ScriptedServerStream CreateStream(FuzzInput input, out bool outOfBand)
    {
        string[] words = input.Words;
        int split = words
            .Select(word => int.TryParse(word, CultureInfo.InvariantCulture, out int number) ? number : 0)
            .FirstOrDefault(number => number > 0);
        string version = words.FirstOrDefault(s_greetings.ContainsKey) ?? "7.2";
        outOfBand = version != "5.0";
        byte[] greeting = Encoding.ASCII.GetBytes(s_greetings[version]);
        byte[] negotiationReply = "{\"return\": {}, \"id\": 1}\r\n"u8.ToArray();
        byte[] body = input.Body.ToArray();
        if (words.Contains("instead"))
        {
            (greeting, body) = SplitFirstLine(body);
            (negotiationReply, body) = SplitFirstLine(body);
        }

        int lines = 1 + (outOfBand ? s_commands.Length : s_commands.Length - 2);
        return new ScriptedServerStream(split, (0, () => greeting), (1, () => negotiationReply), (lines, () => body));
    }

    private static (byte[] Line, byte[] Others) SplitFirstLine(byte[] body) =>
        Array.IndexOf(body, (byte)'\n') is >= 0 and int end ? (body[..(end + 1)], body[(end + 1)..]) : (body, []);

    private static IEnumerable<Task> StartCalls(Qemu111Client client) =>
        [
            client.QueryStatusAsync(),
            client.QueryBlockAsync(),
            client.StopAsync(),
            client.QueryNamedBlockNodesAsync(),
            client.ExecuteRawAsync("query-cpus-fast"),
            client.ExecuteRawAsync("device_del", JsonElement.Parse("""{"id": "nic0"}""")),
        ];

    private static IEnumerable<Task> StartOutOfBandCalls(Qemu111Client client) =>
        [client.ExecuteOutOfBandAsync(new MigratePauseCommand()), client.QueryYankAsync(outOfBand: true)];

    /// <summary>Creates valid events and responses, partly in another order.</summary>
    private static IEnumerable<byte[]> CreateSeeds()
    {
        const string Dump = "schema/qemu-11.1.json";
        SchemaValueGenerator values = new(EmbeddedFile.Read(Dump), seed: 2);
        string[] events =
        [
            .. ReaderCatalogue
                .FindAll("Qemu111")
                .Where(reader => reader.Kind == "event")
                .Select(reader => reader.WireName),
        ];
        Random random = new(3);
        for (int i = 0; i < 300; i++)
        {
            string[] messages =
            [
                .. s_commands.Select((command, call) => PrintReply(values, command, call + FirstCallId, random)),
                .. Enumerable.Range(0, 3).Select(_ => PrintEvent(values, events[random.Next(events.Length)])),
            ];
            if (i % 4 == 0)
            {
                random.Shuffle(messages);
            }

            yield return FuzzInput.Create("after 7.2 0", string.Join(i % 3 == 0 ? "" : "\r\n", messages));
        }

        foreach ((string version, string greeting) in s_greetings)
        {
            yield return FuzzInput.Create(
                $"instead {version} 0",
                greeting
                    + """

                    {"return": {}, "id": 1}
                    {"event": "STOP"}{"return": {"status": "running", "running": true}, "id": 3}
                    """
            );
        }

        yield return FuzzInput.Create(
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

    private static string PrintReply(SchemaValueGenerator values, string command, int id, Random random) =>
        random.Next(8) switch
        {
            0 =>
                $$$"""{"id": {{{id}}}, "error": {"class": "GenericError", "desc": "Device '{{{command}}}' is busy"}}""",
            1 => $$$"""{"id": {{{id}}}, "return": {{{values.CreateForCommand(command, "ret-type")}}}}""",
            _ => $$$"""{"return": {{{values.CreateForCommand(command, "ret-type")}}}, "id": {{{id}}}}""",
        };

    private static string PrintEvent(SchemaValueGenerator values, string name) =>
        $$$"""{"timestamp": {"seconds": 1700000000, "microseconds": 12345}, "event": "{{{name}}}", "data": {{{values.CreateForEvent(name)}}}}""";
}
