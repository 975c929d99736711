using Microsoft.Extensions.Logging;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>The log of a client that reconnects: one line for one fact, with the endpoint.</summary>
public sealed class ReconnectionLogTests
{
    private static readonly QmpReconnectPolicy s_quick = new()
    {
        FirstDelay = TimeSpan.FromMilliseconds(1),
        MaxDelay = TimeSpan.FromMilliseconds(5),
    };

    [Fact]
    public async Task Log_OfLossAndReconnection_HasOneLinePerFact()
    {
        RecordingLogger log = new();
        await using ScriptedEndpoint endpoint = new();
        await using QmpClient client = await endpoint.ConnectAsync(new() { Reconnect = s_quick, Logger = log });
        Task<QmpValue> pending = client.ExecuteRawAsync("query");
        await endpoint.FirstPeer.ExpectAsync("query");
        endpoint.FailuresBeforeSuccess = 3;
        endpoint.FirstPeer.Close();
        await Assert.ThrowsAsync<QmpConnectionException>(() => pending.WaitAsync(WaitTimeout));
        await endpoint.AcceptAsync(Greetings.Qemu72);
        await client.WaitUntilConnectedAsync().WaitAsync(WaitTimeout);

        RecordedEntry[] entries = [.. log.Entries];
        Assert.Equal(
            [
                (1, LogLevel.Warning),
                (3, LogLevel.Information),
                (7, LogLevel.Debug),
                (7, LogLevel.Debug),
                (2, LogLevel.Information),
            ],
            entries.Select(entry => (entry.Id, entry.Level))
        );
        Assert.All(entries, entry => Assert.Equal("a scripted endpoint", entry["Endpoint"]));
        Assert.Equal("1", entries[0]["Pending"]);
        Assert.Equal("unreachable", entries[1]["Cause"]);
        Assert.Equal(["1", "2", "3", "4"], entries.Skip(1).Select(entry => entry["Attempt"]));
    }

    [Fact]
    public async Task FailedAttempt_WhenWaitingCannotHelp_IsLoggedAsWarning()
    {
        RecordingLogger log = new();
        await using ScriptedEndpoint endpoint = new() { Failure = new FileNotFoundException("no tunnel program") };
        await using QmpClient client = await endpoint.ConnectAsync(new() { Reconnect = s_quick, Logger = log });
        endpoint.FailuresBeforeSuccess = 2;
        endpoint.FirstPeer.Close();
        RecordedEntry entry = await log.NextEntryAsync(3);
        Assert.Equal((LogLevel.Warning, "no tunnel program"), (entry.Level, entry["Cause"]));
        Assert.Equal(LogLevel.Debug, (await log.NextEntryAsync(7)).Level);
    }

    [Fact]
    public async Task Log_WhenReconnectingStops_NamesTheOption()
    {
        RecordingLogger log = new();
        QmpReconnectPolicy policy = s_quick with { GiveUpAfter = TimeSpan.FromMilliseconds(1) };
        await using ScriptedEndpoint endpoint = new();
        await using QmpClient client = await endpoint.ConnectAsync(new() { Reconnect = policy, Logger = log });
        endpoint.FailuresBeforeSuccess = int.MaxValue;
        endpoint.FirstPeer.Close();
        RecordedEntry stopped = await log.NextEntryAsync(8);
        Assert.Equal((LogLevel.Error, "a scripted endpoint"), (stopped.Level, stopped["Endpoint"]));
        Assert.Contains("QmpReconnectPolicy.GiveUpAfter", stopped["Reason"], StringComparison.Ordinal);
        Assert.Single(log.Entries, entry => entry.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task Log_WithoutPolicy_HasOneWarningForTheLoss()
    {
        RecordingLogger log = new();
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(options: new() { Logger = log });
        peer.Close();
        await peer.Client.Closed.WaitAsync(WaitTimeout);
        await log.NextEntryAsync(1);
        RecordedEntry entry = Assert.Single(log.Entries);
        Assert.Equal((LogLevel.Warning, "a stream", "0"), (entry.Level, entry["Endpoint"], entry["Pending"]));
    }

    [Fact]
    public async Task Log_AfterQuit_HasNoWarning()
    {
        RecordingLogger log = new();
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(options: new() { Logger = log });
        Task<QmpValue> quit = peer.Client.ExecuteRawAsync("quit");
        await peer.ExpectAsync("quit");
        peer.Close();
        await quit.WaitAsync(WaitTimeout);
        Assert.Equal("a stream", (await log.NextEntryAsync(10))["Endpoint"]);
        Assert.DoesNotContain(log.Entries, entry => entry.Level == LogLevel.Warning);
    }

    [Fact]
    public async Task Connect_WhenHandshakeFails_LogsNothing()
    {
        RecordingLogger log = new();
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream, new() { Logger = log });
        peer.Close();
        await Assert.ThrowsAsync<QmpConnectionException>(() => connecting.WaitAsync(WaitTimeout));
        Assert.Empty(log.Entries);
    }

    [Fact]
    public async Task Reconnection_WhenLoggerBlocks_IsOnlyDelayed()
    {
        using ManualResetEventSlim release = new();
        await using ScriptedEndpoint endpoint = new();
        FaultyLogger blocking = new(() => release.Wait(WaitTimeout));
        await using QmpClient client = await endpoint.ConnectAsync(new() { Reconnect = s_quick, Logger = blocking });
        endpoint.FirstPeer.Close();
        await endpoint.AcceptAsync(Greetings.Qemu72);
        await client.WaitUntilConnectedAsync().WaitAsync(WaitTimeout);
        release.Set();
    }
}
