using System.Globalization;
using System.Text;
using Qga;
using QmpGen.Fuzz.Targets.Wire;

namespace QmpGen.Fuzz.Growth;

/// <summary>Peers that send many messages or noise.</summary>
internal static class WireShapes
{
    private const string Greeting =
        """{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, "capabilities": []}}""";

    public static IReadOnlyList<GrowthShape> All { get; } =
    [
        CreateAgent("agent noise: a word in braces", "\u00ff{x}"),
        CreateAgent("agent noise: objects", "\u00ff{}"),
        CreateAgent("agent noise: 0xFF", "\u00ff"),
        CreateAgent("agent noise: open braces", "\u00ff{"),
        CreateAgent("agent noise: responses", "\u00ff{\"return\": 1}"),
        CreateAgent("agent noise: text", "login: "),
        CreateMonitor("monitor: events", """{"event": "X", "data": {"a": 1}}"""),
        CreateMonitor("monitor: invalid events", """{"event": "RTC_CHANGE", "data": 1}"""),
        CreateMonitor("monitor: unknown ids", """{"return": {}, "id": 77777}"""),
        CreateMonitor("monitor: unknown messages", """{"new": "\ud800"}"""),
        CreateMonitor("monitor: small reads", """{"event": "X"}""", split: 1),
    ];

    private static GrowthShape CreateAgent(string name, string noise) =>
        new(
            name,
            4 << 20,
            n =>
            {
                byte[] bytes = Repeat(noise, n);
                return new GrowthInput(bytes.Length, () => SynchronizeAsync(bytes).GetAwaiter().GetResult());
            }
        );

    private static GrowthShape CreateMonitor(string name, string message, int split = 0) =>
        new(
            name,
            4 << 20,
            n =>
            {
                byte[] bytes = Repeat(message, n);
                return new GrowthInput(bytes.Length, () => CallAsync(bytes, split).GetAwaiter().GetResult());
            }
        );

    private static byte[] Repeat(string text, int size) =>
        Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(text, size / text.Length)));

    private static async Task<long> SynchronizeAsync(byte[] noise)
    {
        ScriptedServerStream stream = null!;
        byte[] Respond()
        {
            string token = AgentTarget.FindFirstToken(stream.Sent).ToString(CultureInfo.InvariantCulture);
            return [.. noise, 0xFF, .. Encoding.ASCII.GetBytes($"{{\"return\": {token}}}\n")];
        }

        stream = new ScriptedServerStream(split: 0, (1, Respond));
        await using QgaClient client = await QgaClient.ConnectAsync(stream).ConfigureAwait(false);
        return 1;
    }

    private static async Task<long> CallAsync(byte[] flood, int split)
    {
        using ScriptedServerStream stream = new(
            split,
            (0, () => Encoding.ASCII.GetBytes(Greeting)),
            (1, () => Encoding.ASCII.GetBytes("""{"return": {}, "id": 1}""")),
            (2, () => [.. flood, .. Encoding.ASCII.GetBytes("""{"return": {}, "id": 2}""")])
        );
        await using Qemu72.Qemu72Client client = await Qemu72.Qemu72Client.ConnectAsync(stream).ConfigureAwait(false);
        using QmpSubscription<QmpEvent> events = client.Events.ReadAllAsync();
        await client.ExecuteRawAsync("query-status").ConfigureAwait(false);
        return events.Dropped;
    }
}
