using QmpGen.CodeGeneration;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Enum texts that the schema does not declare, from a peer that sends too many of them.</summary>
public sealed class UnknownEnumTextTests
{
    private const int FloodSize = 300;

    [Fact]
    public async Task UnknownTexts_OfOtherClient_LeaveTheQuota()
    {
        await using ConnectedPeer flooding = await ConnectedPeer.CreateAsync();
        await using ConnectedPeer honest = await ConnectedPeer.CreateAsync();
        IReadOnlyList<string> flood = await QueryAsync(flooding.Client, flooding, CreateTexts("other"));
        Assert.Equal(EnumTextQuota.MaxTexts, flood.Count(text => text != "(unknown)"));
        Assert.Equal(["honest"], await QueryAsync(honest.Client, honest, ["honest"]));
        Assert.Equal(["honest"], await QueryAsync(flooding.Client, flooding, ["honest"]));
    }

    [Fact]
    public async Task UnknownTexts_AfterReconnecting_ShareTheQuota()
    {
        QmpReconnectPolicy quick = new() { FirstDelay = TimeSpan.FromMilliseconds(1) };
        await using ScriptedEndpoint endpoint = new();
        await using QmpClient client = await endpoint.ConnectAsync(new QmpClientOptions { Reconnect = quick });
        await QueryAsync(client, endpoint.FirstPeer, CreateTexts("first"));
        endpoint.FirstPeer.Close();
        ScriptedPeer second = await endpoint.AcceptAsync(Greetings.Qemu72);
        await client.WaitUntilConnectedAsync().WaitAsync(WaitTimeout);
        Assert.Equal(["(unknown)"], await QueryAsync(client, second, ["second"]));
    }

    [Fact]
    public async Task UnknownTexts_AboveTheQuota_AreLoggedOnce()
    {
        RecordingLogger logger = new();
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(options: new() { Logger = logger });
        await QueryAsync(
            peer.Client,
            peer,
            [.. CreateTexts("logged"), new string('x', 1_000_000), new string('y', 300)]
        );
        await peer.Client.DisposeAsync();
        Assert.Equal(("32", "10"), await NextRepetitionAsync(logger));
        Assert.Equal(("32", "44"), await NextRepetitionAsync(logger));
        Assert.Equal(("33", "2"), await NextRepetitionAsync(logger));
        Assert.Single(logger.Entries, entry => entry.Id == 32);
        RecordedEntry tooLong = Assert.Single(logger.Entries, entry => entry.Id == 33);
        Assert.InRange(tooLong.Text.Length, 1, 2 * PeerText.MaxLength);
    }

    private static async Task<(string? EventId, string? Count)> NextRepetitionAsync(RecordingLogger logger)
    {
        RecordedEntry repeated = await logger.NextEntryAsync(41);
        return (repeated["RepeatedEventId"], repeated["Count"]);
    }

    private static string[] CreateTexts(string prefix) =>
        [.. Enumerable.Range(0, FloodSize).Select(i => $"{prefix}-{i}")];

    private static async Task<IReadOnlyList<string>> QueryAsync(QmpClient client, ScriptedPeer peer, string[] texts)
    {
        Task<IReadOnlyList<string>> call = client.ExecuteAsync(new QueryDays());
        ReceivedRequest request = await peer.ExpectAsync("query-days");
        await peer.ReplyAsync(request, $"[{string.Join(", ", texts.Select(text => $"\"{text}\""))}]");
        return await call.WaitAsync(WaitTimeout);
    }

    private sealed record QueryDays : QmpArguments, IQmpCommand<IReadOnlyList<string>>
    {
        private static readonly QmpEnumTable<DayOfWeek> s_days = new("monday tuesday");

        string IQmpCommand.WireName => "query-days";

        IReadOnlyList<string> IQmpCommand<IReadOnlyList<string>>.ReadResult(ref QmpReader reader) =>
            [.. reader.ReadList(s_days.ReadValue).Select(s_days.GetWireName)];
    }
}
