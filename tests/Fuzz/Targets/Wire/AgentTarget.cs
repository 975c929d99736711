using System.Globalization;
using System.Text;
using Qga;
using QmpGen.Fuzz.Targets.Readers;

namespace QmpGen.Fuzz.Targets.Wire;

/// <summary>A client of a guest agent that sends arbitrary bytes.</summary>
/// <remarks>
/// The body is what the agent sends after the calls. With <c>instead</c> in the header, its first line replaces the
/// response to the synchronization. The bytes 0x10 to 0x1F stand for sync tokens, which the client chooses at random:
/// 0x10 is the first one, and call n has 0x10 + 2n and the next.
/// </remarks>
internal sealed class AgentTarget : IFuzzTarget
{
    private const byte FirstToken = 0x10;
    private const byte LastToken = 0x1F;

    // Each call sends three lines: the request and two sync requests.
    private const int LinesOfCalls = 3 * 5;

    private static readonly QmpClientOptions s_options = new() { MaxMessageBytes = ClientChecks.MaxMessageBytes };

    private static readonly string[] s_commands =
    [
        "guest-info",
        "guest-get-osinfo",
        "guest-get-fsinfo",
        "guest-file-open",
        "guest-shutdown",
    ];

    public string Name => "agent";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. CreateSeeds()];

    public string CreateHeader(string header, Random random) =>
        $"{(random.Next(100) == 0 ? "instead" : "after")} "
        + $"{(random.Next(2) == 0 ? 0 : random.Next(1, 100_000)).ToString(CultureInfo.InvariantCulture)}";

    public FuzzOutcome Run(byte[] input) => RunAsync(FuzzInput.Parse(input)).GetAwaiter().GetResult();

    private static async Task<FuzzOutcome> RunAsync(FuzzInput input)
    {
        bool isInstead = input.Words.Contains("instead");
        using ScriptedServerStream stream = CreateStream(input);
        await using QgaClient? client = await ClientChecks
            .ConnectAsync(
                QgaClient.ConnectAsync(stream, isInstead ? ClientChecks.WithShortTimeout(s_options) : s_options),
                canBeSilent: isInstead
            )
            .ConfigureAwait(false);
        if (client is null)
        {
            return FuzzOutcome.Rejected;
        }

        Task[] calls =
        [
            client.GuestInfoAsync(),
            client.GuestGetOsinfoAsync(),
            client.GuestGetFsinfoAsync(),
            client.ExecuteRawAsync("guest-file-open"),
            client.ExecuteAsync(new GuestShutdownCommand { Mode = "powerdown" }),
        ];
        bool[] completed = await ClientChecks
            .WaitForEndAsync(client, calls, () => client.GuestPingAsync())
            .ConfigureAwait(false);

        // The last command has no response.
        return completed[..^1].Contains(true) ? FuzzOutcome.Accepted : FuzzOutcome.Rejected;
    }

    private static ScriptedServerStream CreateStream(FuzzInput input)
    {
        string[] words = input.Words;
        int split = words
            .Select(word => int.TryParse(word, CultureInfo.InvariantCulture, out int number) ? number : 0)
            .FirstOrDefault(number => number > 0);
        byte[] body = input.Body.ToArray();
        byte[] syncReply = PrintToken(0);
        if (words.Contains("instead"))
        {
            int end = Array.IndexOf(body, (byte)'\n') + 1;
            (syncReply, body) = (body[..end], body[end..]);
        }

        ScriptedServerStream stream = null!;
        byte[] GetBytes(byte[] bytes) => ReplaceTokens(bytes, FindFirstToken(stream.Sent));
        return stream = new ScriptedServerStream(
            split,
            (1, () => GetBytes(syncReply)),
            (1 + LinesOfCalls, () => GetBytes(body))
        );
    }

    /// <summary>Finds the sync token that the client has sent first.</summary>
    internal static long FindFirstToken(byte[] sent)
    {
        string request = Encoding.Latin1.GetString(sent);
        int start = request.IndexOf("\"id\":", StringComparison.Ordinal) + "\"id\":".Length;
        return long.Parse(request.AsSpan(start..request.IndexOf('}', start)), CultureInfo.InvariantCulture);
    }

    private static byte[] ReplaceTokens(byte[] body, long start)
    {
        List<byte> bytes = new(body.Length + 100);
        foreach (byte value in body)
        {
            if (value is >= FirstToken and <= LastToken)
            {
                bytes.AddRange(
                    Encoding.ASCII.GetBytes((start + value - FirstToken).ToString(CultureInfo.InvariantCulture))
                );
            }
            else
            {
                bytes.Add(value);
            }
        }

        return [.. bytes];
    }

    /// <summary>Creates valid responses of an agent.</summary>
    private static IEnumerable<byte[]> CreateSeeds()
    {
        SchemaValueGenerator values = new(EmbeddedFile.Read("schema/qga-7.2.json"), seed: 2);
        Random random = new(3);
        for (int i = 0; i < 200; i++)
        {
            List<byte> bytes = [];
            for (int call = 1; call <= s_commands.Length; call++)
            {
                bytes.AddRange(PrintToken(2 * call));
                string command = s_commands[call - 1];
                if (command == "guest-shutdown")
                {
                    bytes.AddRange(
                        random.Next(2) == 0 ? "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}}\n"u8 : []
                    );
                }
                else if (random.Next(6) == 0)
                {
                    bytes.AddRange("{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"disabled\"}}\n"u8);
                }
                else
                {
                    bytes.AddRange(
                        Encoding.UTF8.GetBytes($"{{\"return\": {values.CreateForCommand(command, "ret-type")}}}\n")
                    );
                }

                bytes.AddRange(PrintToken((2 * call) + 1));
            }

            yield return FuzzInput.Create("after 0", [.. bytes]);
        }

        yield return FuzzInput.Create(
            "instead 0",
            [
                .. "{\"error\": {\"class\": \"GenericError\", \"desc\": \"stray\"}}\0garbage{\"return\": 17}"u8,
                .. PrintToken(0),
                .. PrintToken(8),
                .. "{\"return\": {}}"u8,
                .. PrintToken(9),
            ]
        );
    }

    private static byte[] PrintToken(int number) =>
        [0xFF, .. "{\"return\": "u8, (byte)(FirstToken + number), .. "}\n"u8];
}
