using System.Globalization;
using System.Text;
using Qga;
using QmpGen.Fuzz.Targets.Readers;

namespace QmpGen.Fuzz.Targets.Wire;

/// <summary>
/// A whole client of a guest agent, whose side of the wire belongs to a stranger. The body is what the agent says when
/// calls have been made; its first
/// line takes the place of the answer to the synchronisation where the header says <c>instead</c>. In it the bytes from
/// 0x10 to 0x1F stand for the numbers of the client's own marks,
/// which it chooses by chance: 0x10 is the synchronisation's, and the call with the number n has those of 0x10 + 2n and
/// the next.
/// </summary>
internal sealed class AgentTarget : IFuzzTarget
{
    private const byte FirstMark = 0x10;
    private const byte LastMark = 0x1F;

    // Three for each call: the request and its marks.
    private const int LinesOfCalls = 3 * 5;

    private static readonly QmpClientOptions s_options = new() { MaxMessageBytes = Conversation.MaxMessageBytes };

    private static readonly string[] s_commands =
    [
        "guest-info",
        "guest-get-osinfo",
        "guest-get-fsinfo",
        "guest-file-open",
        "guest-shutdown",
    ];

    public string Name => "agent";

    public string Summary => "a client of a guest agent, with calls in flight";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. MakeSeeds()];

    public string NextHeader(string header, Random random) =>
        $"{(random.Next(100) == 0 ? "instead" : "after")} {(random.Next(2) == 0 ? 0 : random.Next(1, 100_000)).ToString(CultureInfo.InvariantCulture)}";

    public Outcome Run(byte[] input) => RunAsync(FuzzInput.Parse(input)).GetAwaiter().GetResult();

    private static async Task<Outcome> RunAsync(FuzzInput input)
    {
        bool isInstead = input.Words.Contains("instead");
        using FedStream stream = StreamOf(input);
        await using QgaClient? client = await Conversation
            .ConnectAsync(
                QgaClient.ConnectAsync(stream, isInstead ? Conversation.Impatient(s_options) : s_options),
                mayBeSilent: isInstead
            )
            .ConfigureAwait(false);
        if (client is null)
        {
            return Outcome.Refused;
        }

        Task[] calls =
        [
            client.GuestInfoAsync(),
            client.GuestGetOsinfoAsync(),
            client.GuestGetFsinfoAsync(),
            client.ExecuteRawAsync("guest-file-open"),
            client.ExecuteAsync(new GuestShutdownCommand { Mode = "powerdown" }),
        ];
        bool[] answered = await Conversation
            .EndAsync(client, calls, () => client.GuestPingAsync())
            .ConfigureAwait(false);

        // The last one is not waited for.
        return answered[..^1].Contains(true) ? Outcome.Read : Outcome.Refused;
    }

    private static FedStream StreamOf(FuzzInput input)
    {
        string[] words = input.Words;
        int split = words
            .Select(word => int.TryParse(word, CultureInfo.InvariantCulture, out int number) ? number : 0)
            .FirstOrDefault(number => number > 0);
        byte[] body = input.Body.ToArray();
        byte[] synchronised = Mark(0);
        if (words.Contains("instead"))
        {
            int end = Array.IndexOf(body, (byte)'\n') + 1;
            (synchronised, body) = (body[..end], body[end..]);
        }

        FedStream stream = null!;
        byte[] Said(byte[] bytes) => WithMarks(bytes, StartOf(stream.Sent));
        return stream = new FedStream(split, (1, () => Said(synchronised)), (1 + LinesOfCalls, () => Said(body)));
    }

    /// <summary>The number with which the client synchronises.</summary>
    private static long StartOf(byte[] sent)
    {
        string request = Encoding.Latin1.GetString(sent);
        int start = request.IndexOf("\"id\":", StringComparison.Ordinal) + "\"id\":".Length;
        return long.Parse(request.AsSpan(start..request.IndexOf('}', start)), CultureInfo.InvariantCulture);
    }

    private static byte[] WithMarks(byte[] body, long start)
    {
        List<byte> bytes = new(body.Length + 100);
        foreach (byte value in body)
        {
            if (value is >= FirstMark and <= LastMark)
            {
                bytes.AddRange(
                    Encoding.ASCII.GetBytes((start + value - FirstMark).ToString(CultureInfo.InvariantCulture))
                );
            }
            else
            {
                bytes.Add(value);
            }
        }

        return [.. bytes];
    }

    /// <summary>Dialogues as an agent may have them.</summary>
    private static IEnumerable<byte[]> MakeSeeds()
    {
        SchemaValues values = new(Resource.Read("schema/qga-7.2.json"), seed: 2);
        Random random = new(3);
        for (int i = 0; i < 200; i++)
        {
            List<byte> said = [];
            for (int call = 1; call <= s_commands.Length; call++)
            {
                said.AddRange(Mark(2 * call));
                string command = s_commands[call - 1];
                if (command == "guest-shutdown")
                {
                    said.AddRange(
                        random.Next(2) == 0 ? "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}}\n"u8 : []
                    );
                }
                else if (random.Next(6) == 0)
                {
                    said.AddRange("{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"disabled\"}}\n"u8);
                }
                else
                {
                    said.AddRange(Encoding.UTF8.GetBytes($"{{\"return\": {values.OfCommand(command, "ret-type")}}}\n"));
                }

                said.AddRange(Mark((2 * call) + 1));
            }

            yield return FuzzInput.Of("after 0", [.. said]);
        }

        yield return FuzzInput.Of(
            "instead 0",
            [
                .. "{\"error\": {\"class\": \"GenericError\", \"desc\": \"stray\"}}\0garbage{\"return\": 17}"u8,
                .. Mark(0),
                .. Mark(8),
                .. "{\"return\": {}}"u8,
                .. Mark(9),
            ]
        );
    }

    private static byte[] Mark(int number) => [0xFF, .. "{\"return\": "u8, (byte)(FirstMark + number), .. "}\n"u8];
}
