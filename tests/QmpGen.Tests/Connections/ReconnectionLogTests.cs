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

        Assert.Equal(
            [
                "Warning: Lost the connection to a scripted endpoint with 1 pending calls: "
                    + "The peer closed the connection.",
                "Information: Attempt 1 to reconnect to a scripted endpoint failed: "
                    + "Cannot connect to a scripted endpoint: unreachable",
                "Debug: Attempt 2 to reconnect to a scripted endpoint failed for the same reason.",
                "Debug: Attempt 3 to reconnect to a scripted endpoint failed for the same reason.",
                "Information: Reconnected to a scripted endpoint at attempt 4.",
            ],
            log.Lines.Where(line => !RecordingLogger.IsAboutCall(line))
        );
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
        Assert.Equal(
            "Gave up reconnecting to a scripted endpoint after 0.001 s (QmpReconnectPolicy.GiveUpAfter). "
                + "The client is closed.",
            await log.NextAsync(8)
        );
        Assert.Single(log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Log_WithoutPolicy_HasOneWarningForTheLoss()
    {
        RecordingLogger log = new();
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(options: new() { Logger = log });
        peer.Close();
        await peer.Client.Closed.WaitAsync(WaitTimeout);
        await log.NextAsync(1);
        Assert.Equal(
            ["Warning: Lost the connection to a stream with 0 pending calls: The peer closed the connection."],
            log.Lines.Where(line => !RecordingLogger.IsAboutCall(line))
        );
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
        Assert.Equal("The connection to a stream ended after 'quit'.", await log.NextAsync(10));
        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_WhenHandshakeFails_LogsNothing()
    {
        RecordingLogger log = new();
        await using ScriptedPeer peer = ScriptedPeer.Create();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(peer.ClientStream, new() { Logger = log });
        peer.Close();
        await Assert.ThrowsAsync<QmpConnectionException>(() => connecting.WaitAsync(WaitTimeout));
        Assert.DoesNotContain(log.Lines, line => !RecordingLogger.IsAboutCall(line));
    }

    [Fact]
    public async Task Reconnection_WhenLoggerBlocks_IsOnlyDelayed()
    {
        using ManualResetEventSlim release = new();
        await using ScriptedEndpoint endpoint = new();
        BlockingLogger blocking = new(release);
        await using QmpClient client = await endpoint.ConnectAsync(new() { Reconnect = s_quick, Logger = blocking });
        endpoint.FirstPeer.Close();
        await endpoint.AcceptAsync(Greetings.Qemu72);
        await client.WaitUntilConnectedAsync().WaitAsync(WaitTimeout);
        release.Set();
    }

    private sealed class BlockingLogger(ManualResetEventSlim release) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => release.Wait(WaitTimeout);
    }
}
