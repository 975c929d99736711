using Microsoft.Extensions.Logging;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>A peer decides how often these events occur.</summary>
public sealed class RepeatedEventLogTests
{
    private const int RepeatedId = 41;

    [Fact]
    public void RepeatedEvent_IsLoggedAtPowersOfTen()
    {
        RecordingLogger logger = new();
        RepeatedEventLog log = new(logger, "unix:/vm1");
        for (int i = 1; i <= 1234; i++)
        {
            log.Log(LogLevel.Warning, new EventId(20), $"occurrence {i}", exception: null, static (text, _) => text);
        }

        Assert.Equal((20, "occurrence 1"), (logger.Entries.First().Id, logger.Entries.First().Text));
        Assert.Equal(
            [("20", "10"), ("20", "100"), ("20", "1000")],
            logger.Entries.Skip(1).Select(entry => (entry["RepeatedEventId"], entry["Count"]))
        );
        Assert.All(logger.Entries, entry => Assert.Equal(LogLevel.Warning, entry.Level));
    }

    [Fact]
    public void EndOfConnection_LogsNumberOfRepeatedEvents()
    {
        RecordingLogger logger = new();
        RepeatedEventLog log = new(logger, "unix:/vm1");
        foreach (int id in (int[])[20, 20, 20, 22])
        {
            log.Log(LogLevel.Warning, new EventId(id), "", exception: null, static (text, _) => text);
        }

        log.EndConnection();
        log.Log(LogLevel.Warning, new EventId(20), "", exception: null, static (text, _) => text);
        log.EndConnection();
        Assert.Equal([20, 22, RepeatedId, 20], logger.Entries.Select(entry => entry.Id));
        RecordedEntry repeated = Assert.Single(logger.Entries, entry => entry.Id == RepeatedId);
        Assert.Equal(("20", "3", "unix:/vm1"), (repeated["RepeatedEventId"], repeated["Count"], repeated["Endpoint"]));
    }

    [Fact]
    public void EndOfConnection_AfterPowerOfTen_LogsNothing()
    {
        RecordingLogger logger = new();
        RepeatedEventLog log = new(logger, "unix:/vm1");
        for (int i = 0; i < 10; i++)
        {
            log.Log(LogLevel.Warning, new EventId(20), "", exception: null, static (text, _) => text);
        }

        log.EndConnection();

        Assert.Equal([20, RepeatedId], logger.Entries.Select(entry => entry.Id));
    }

    public static TheoryData<int, string> Floods =>
        new()
        {
            { 20, """{"return": {}, "id": 77777}""" },
            { 20, """{"error": {"class": "GenericError", "desc": "no"}, "id": {}}""" },
            { 22, """{"id": 77777}""" },
            { 22, "{}" },
            { 24, """{"event": "COMMAND_DROPPED", "data": {"id": 1, "reason": "queue-full"}}""" },
            { 30, """{"event": "STOP", "data": 1}""" },
        };

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task Flood_OfOneKind_IsLoggedOnceWithItsNumber(int id, string message)
    {
        const int Count = 5000;
        RecordingLogger logger = new();
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync(
            new() { Logger = logger, EventBufferCapacity = 1 }
        );
        using QmpSubscription<QmpEvent> unread = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync(string.Concat(Enumerable.Repeat(message, Count)));
        await peer.RoundTripAsync(peer.Client);
        await peer.Client.DisposeAsync();
        while ((await logger.NextEntryAsync(RepeatedId)) is var entry)
        {
            if (entry["RepeatedEventId"] == $"{id}" && entry["Count"] is not ("10" or "100" or "1000"))
            {
                Assert.InRange(int.Parse(entry["Count"]!, null), Count - 1, Count);
                break;
            }
        }

        Assert.Single(logger.Entries, entry => entry.Id == id);
        Assert.InRange(logger.Entries.Count(), 1, 15);
    }

    [Theory]
    [InlineData(24, """{"event": "COMMAND_DROPPED", "data": "LONG"}""")]
    [InlineData(1, """{"return": tLONG}""")]
    [InlineData(1, """{"error": {"class": "GenericError", "desc": "LONG"}}""")]
    public async Task LongText_InLogAndExceptions_IsCut(int id, string message)
    {
        RecordingLogger logger = new();
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(options: new() { Logger = logger });
        Task<QmpValue>[] calls = [peer.Client.ExecuteRawAsync("first"), peer.Client.ExecuteRawAsync("second")];
        await peer.ExpectAsync("first");
        await peer.ExpectAsync("second");
        await peer.SendAsync(message.Replace("LONG", new string('x', 1_000_000), StringComparison.Ordinal));
        Assert.InRange((await logger.NextAsync(id)).Length, 1, 3 * PeerText.MaxLength);
        await peer.Client.DisposeAsync();
        foreach (Task call in calls)
        {
            QmpException e = await Assert.ThrowsAnyAsync<QmpException>(() => call.WaitAsync(WaitTimeout));
            Assert.InRange($"{e}".Length, 1, 20 * PeerText.MaxLength);
        }
    }
}
