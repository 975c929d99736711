using System.Net;
using System.Net.Sockets;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class ReconnectionTests
{
    private static readonly QmpReconnectPolicy s_quick = new()
    {
        FirstDelay = TimeSpan.FromMilliseconds(1),
        MaxDelay = TimeSpan.FromMilliseconds(5),
    };

    [Fact]
    public async Task LostConnection_WithPolicy_ReconnectsAndNegotiates()
    {
        await using ScriptedEndpoint endpoint = new();
        await using QmpClient client = await endpoint.ConnectAsync(new QmpClientOptions { Reconnect = s_quick });
        Assert.Equal(["oob"], client.Capabilities);
        Task<QmpValue> pending = client.ExecuteRawAsync("query");
        await endpoint.FirstPeer.ExpectAsync("query");
        endpoint.FirstPeer.Close();
        QmpConnectionException lost = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            pending.WaitAsync(WaitTimeout)
        );
        Assert.Contains("'query'", lost.Message, StringComparison.Ordinal);

        ScriptedPeer second = await endpoint.AcceptAsync(Greetings.WithoutOutOfBand);
        await client.WaitUntilConnectedAsync().WaitAsync(WaitTimeout);
        Assert.Equal(QmpConnectionState.Connected, client.State);
        Assert.Empty(client.Capabilities);
        Assert.Equal(5, client.Greeting.Version.Minor);
        Assert.False(client.Closed.IsCompleted);

        Task<QmpValue> call = client.ExecuteRawAsync("query");
        await second.ReplyAsync(await second.ExpectAsync("query"), "7");
        Assert.Equal(7, (await call.WaitAsync(WaitTimeout)).GetInt64());
    }

    [Fact]
    public async Task State_WhenPendingCallFails_IsNotConnected()
    {
        await using ScriptedEndpoint endpoint = new();
        await using QmpClient client = await endpoint.ConnectAsync(
            new QmpClientOptions { OutOfBand = QmpOutOfBandMode.Never, Reconnect = s_quick }
        );
        Task<bool>[] calls = [.. Enumerable.Range(0, 200).Select(_ => ReadyAfterFailureAsync(client))];
        await endpoint.FirstPeer.ExpectAsync("query");
        endpoint.FirstPeer.Close();
        Assert.DoesNotContain(true, await Task.WhenAll(calls).WaitAsync(WaitTimeout));

        static async Task<bool> ReadyAfterFailureAsync(QmpClient client)
        {
            await Assert.ThrowsAsync<QmpConnectionException>(() => client.ExecuteRawAsync("query"));
            return client.State == QmpConnectionState.Connected || client.WaitUntilConnectedAsync().IsCompleted;
        }
    }

    [Fact]
    public async Task Call_WhileReconnecting_ThrowsAtOnce()
    {
        await using ScriptedEndpoint endpoint = new();
        await using QmpClient client = await endpoint.ConnectAsync(new QmpClientOptions { Reconnect = s_quick });
        using QmpExpectation<QmpInterruptedEvent> lost = client.Expect<QmpInterruptedEvent>();
        endpoint.FirstPeer.Close();
        await lost.WaitAsync(WaitTimeout);
        Assert.Equal(QmpConnectionState.Reconnecting, client.State);
        Task<QmpValue> call = client.ExecuteRawAsync("query");
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() => call.WaitAsync(WaitTimeout));
        Assert.NotNull(e.InnerException);
        Assert.False(client.WaitUntilConnectedAsync().IsCompleted);
    }

    [Fact]
    public async Task Subscription_AfterReconnection_ContinuesWithInterruption()
    {
        await using ScriptedEndpoint endpoint = new();
        await using QmpClient client = await endpoint.ConnectAsync(new QmpClientOptions { Reconnect = s_quick });
        using QmpSubscription<QmpEvent> all = client.Events.ReadAllAsync();
        using QmpSubscription<QmpUnknownEvent> unknown = client.Subscribe<QmpUnknownEvent>();
        await endpoint.FirstPeer.SendAsync("""{"event": "BEFORE"}""");
        endpoint.FirstPeer.Close();
        ScriptedPeer second = await endpoint.AcceptAsync(Greetings.Qemu72);
        await second.SendAsync("""{"event": "AFTER"}""");
        await client.WaitUntilConnectedAsync().WaitAsync(WaitTimeout);
        await second.RoundTripAsync(client);
        await client.DisposeAsync();

        Assert.Equal((1, 1), (all.Interruptions, unknown.Interruptions));
        Assert.Equal(
            ["BEFORE", nameof(QmpInterruptedEvent), "AFTER"],
            (await TestEvents.TakeAsync(all)).Select(e =>
                e is QmpUnknownEvent unknown ? unknown.WireName : e.GetType().Name
            )
        );
        Assert.Equal(["BEFORE", "AFTER"], (await TestEvents.TakeAsync(unknown)).Select(e => e.WireName));
    }

    [Fact]
    public async Task LostConnection_WithoutPolicy_ClosesTheClient()
    {
        await using ScriptedEndpoint endpoint = new();
        await using QmpClient client = await endpoint.ConnectAsync(new QmpClientOptions());
        endpoint.FirstPeer.Close();
        QmpException? cause = await client.Closed.WaitAsync(WaitTimeout);
        Assert.IsType<QmpConnectionException>(cause);
        Assert.Equal(QmpConnectionState.Closed, client.State);
        QmpConnectionException e = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            client.WaitUntilConnectedAsync()
        );
        Assert.Same(cause, e.InnerException);
    }

    [Fact]
    public async Task LostConnection_AfterQuit_IsNotReconnected()
    {
        await using ScriptedEndpoint endpoint = new();
        await using QmpClient client = await endpoint.ConnectAsync(new QmpClientOptions { Reconnect = s_quick });
        Task<QmpValue> quit = client.ExecuteRawAsync("quit");
        await endpoint.FirstPeer.ExpectAsync("quit");
        endpoint.FirstPeer.Close();
        await quit.WaitAsync(WaitTimeout);
        await client.Closed.WaitAsync(WaitTimeout);
        Assert.Equal(1, endpoint.AttemptCount);
    }

    [Fact]
    public async Task LostConnection_AfterFailedQuit_IsReconnected()
    {
        await using ScriptedEndpoint endpoint = new();
        await using QmpClient client = await endpoint.ConnectAsync(new QmpClientOptions { Reconnect = s_quick });
        Task<QmpValue> quit = client.ExecuteRawAsync("quit");
        ReceivedRequest request = await endpoint.FirstPeer.ExpectAsync("quit");
        await endpoint.FirstPeer.SendAsync(
            $$$"""{"error": {"class": "GenericError", "desc": "not now"}, "id": {{{request.Id}}}}"""
        );
        await Assert.ThrowsAsync<QmpCommandException>(() => quit.WaitAsync(WaitTimeout));
        endpoint.FirstPeer.Close();
        await endpoint.AcceptAsync(Greetings.Qemu72);
        await client.WaitUntilConnectedAsync().WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task Reconnection_AfterGiveUpTime_ClosesWithBothCausesAndTheOption()
    {
        await using ScriptedEndpoint endpoint = new();
        QmpReconnectPolicy policy = s_quick with { GiveUpAfter = TimeSpan.FromSeconds(1) };
        await using QmpClient client = await endpoint.ConnectAsync(new QmpClientOptions { Reconnect = policy });
        endpoint.FailuresBeforeSuccess = int.MaxValue;
        endpoint.FirstPeer.Close();
        QmpException? cause = await client.Closed.WaitAsync(WaitTimeout);
        Assert.Equal(
            "The connection to a scripted endpoint was lost, and the client gave up reconnecting after 1 s "
                + "(QmpReconnectPolicy.GiveUpAfter). Cause of the loss: The peer closed the connection. "
                + "Cause of the last failure: unreachable",
            Assert.IsType<QmpConnectionException>(cause).Message
        );
        Assert.True(endpoint.AttemptCount > 2, "The client retried only once.");
        QmpConnectionException call = await Assert.ThrowsAsync<QmpConnectionException>(() =>
            client.ExecuteRawAsync("query")
        );
        Assert.Same(cause, call.InnerException);
    }

    [Fact]
    public async Task Reconnection_AfterUnexpectedException_ClosesWithThatCause()
    {
        await using FaultyEndpoint endpoint = new();
        Task<QmpClient> connecting = QmpClient.ConnectAsync(endpoint, new QmpClientOptions { Reconnect = s_quick });
        await using QmpClient client = await endpoint.Peer.NegotiateAsync(connecting, Greetings.Qemu72);
        endpoint.Peer.Close();
        QmpException? cause = await client.Closed.WaitAsync(WaitTimeout);
        Assert.False(cause!.IsTransient);
        Assert.IsType<InvalidOperationException>(cause.InnerException);
    }

    [Fact]
    public async Task Reconnection_WhenConnectFunctionThrowsAnything_Retries()
    {
        await using ScriptedEndpoint endpoint = new() { Failure = new InvalidOperationException("no tunnel") };
        await using QmpClient client = await endpoint.ConnectAsync(new QmpClientOptions { Reconnect = s_quick });
        endpoint.FailuresBeforeSuccess = 2;
        endpoint.FirstPeer.Close();
        await endpoint.AcceptAsync(Greetings.Qemu72);
        await client.WaitUntilConnectedAsync().WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task Reconnection_WhenListenerIsDisposed_ClosesWithThatCause()
    {
        await using QmpListener listener = QmpListener.Start("tcp:127.0.0.1:0");
        using TcpClient qemu = new();
        await qemu.ConnectAsync(IPAddress.Loopback, int.Parse(listener.Endpoint.Split(':')[^1], null));
        Task<QmpClient> connecting = QmpClient.ConnectAsync(listener, new() { Reconnect = s_quick });
        await FirstMessages.GreetAndNegotiateAsync(qemu.GetStream());
        await using QmpClient client = await connecting.WaitAsync(WaitTimeout);
        await listener.DisposeAsync();
        qemu.Close();
        QmpException? cause = await client.Closed.WaitAsync(WaitTimeout);
        Assert.False(cause!.IsTransient);
        Assert.Contains($"The listener at {listener} is disposed.", cause.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_WhileReconnecting_EndsTheAttempts()
    {
        await using ScriptedEndpoint endpoint = new();
        await using QmpClient client = await endpoint.ConnectAsync(new QmpClientOptions { Reconnect = s_quick });
        using QmpExpectation<QmpInterruptedEvent> lost = client.Expect<QmpInterruptedEvent>();
        endpoint.FirstPeer.Close();
        await lost.WaitAsync(WaitTimeout);
        await client.DisposeAsync().AsTask().WaitAsync(WaitTimeout);
        Assert.Null(await client.Closed);
        Assert.Equal(QmpConnectionState.Closed, client.State);
        int attempts = endpoint.AttemptCount;
        await Assert.ThrowsAsync<QmpConnectionException>(() => client.WaitUntilConnectedAsync());
        Assert.Equal(attempts, endpoint.AttemptCount);
    }

    [Fact]
    public async Task Connect_OverStreamWithReconnectPolicy_Throws()
    {
        using MemoryStream stream = new();
        await Assert.ThrowsAsync<ArgumentException>(() =>
            QmpClient.ConnectAsync(stream, new QmpClientOptions { Reconnect = s_quick })
        );
        Assert.True(stream.CanRead);
    }

    /// <summary>An endpoint whose second attempt fails with a programming error.</summary>
    private sealed class FaultyEndpoint : QmpEndpoint, IAsyncDisposable
    {
        private int _attemptCount;

        public ScriptedPeer Peer { get; } = ScriptedPeer.Create();

        public override string ToString() => "a faulty endpoint";

        public ValueTask DisposeAsync() => Peer.DisposeAsync();

        internal override ValueTask<Stream> OpenAsync(TransportOptions options, CancellationToken cancellationToken) =>
            ++_attemptCount == 1 ? new(Peer.ClientStream) : throw new InvalidOperationException("a bug");
    }
}
