using System.Diagnostics.Metrics;
using System.Threading.Channels;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>User code that blocks or throws must not hold up calls, connections or disposal.</summary>
public sealed class UserCodeIsolationTests
{
    [Theory]
    [InlineData("qmpgen.responses.unknown")]
    [InlineData("qmpgen.connections")]
    [InlineData("qmpgen.events.dropped")]
    public async Task MeterListener_WhenItThrows_DoesNotEndTheConnection(string metric)
    {
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "QmpGen" && instrument.Name == metric)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException());
        listener.Start();
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(options: new() { EventBufferCapacity = 1 });
        using QmpSubscription<QmpEvent> unread = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync("""{"return": {}, "id": 77777}""");
        await peer.SendAsync("""{"event": "A"}""");
        await peer.SendAsync("""{"event": "B"}""");
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("query");
        await peer.ReplyAsync(await peer.ExpectAsync("query"));
        await call.WaitAsync(WaitTimeout);
        await peer.Client.DisposeAsync().AsTask().WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task CallContinuation_WhenItBlocks_DoesNotHoldUpReplies()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        using ManualResetEventSlim hold = new();
        Task blocking = Task.Run(async () =>
        {
            await peer.Client.ExecuteRawAsync("first").ConfigureAwait(false);
            hold.Wait(WaitTimeout);
        });
        ReceivedRequest first = await peer.ExpectAsync("first");
        Task<QmpValue> second = peer.Client.ExecuteRawAsync("second");
        ReceivedRequest next = await peer.ExpectAsync("second");
        await peer.ReplyAsync(first);
        await peer.ReplyAsync(next, "2");
        Assert.Equal(2, (await second.WaitAsync(WaitTimeout / 2)).GetInt64());
        hold.Set();
        await blocking.WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task ConnectContinuation_OfAGuestAgent_WhenItBlocks_DoesNotHoldUpReplies()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        using ManualResetEventSlim hold = new();
        TaskCompletionSource<AgentClient> connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<AgentClient> connecting = AgentClient.ConnectAsync(peer.ClientStream);
        Task blocking = Task.Run(async () =>
        {
            connected.SetResult(await connecting.ConfigureAwait(false));
            hold.Wait(WaitTimeout);
        });
        await peer.SynchronizeAsync();
        await using AgentClient client = await connected.Task.WaitAsync(WaitTimeout);
        await peer.AssertUsableAsync(client).WaitAsync(WaitTimeout / 2);
        hold.Set();
        await blocking.WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task WireTap_WhenItBlocks_DoesNotHoldUpReplies()
    {
        Channel<QmpWireMessage> tap = Channel.CreateUnbounded<QmpWireMessage>(
            new UnboundedChannelOptions { AllowSynchronousContinuations = true }
        );
        using ManualResetEventSlim release = new();
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(
            options: new() { WireTap = new ChannelWireTap(tap.Writer) }
        );

        // The greeting, qmp_capabilities and its response.
        for (int message = 0; message < 3; message++)
        {
            await tap.Reader.ReadAsync().AsTask().WaitAsync(WaitTimeout);
        }

        await Task.Yield();
        Task blocked = BlockAsync(tap.Reader, release);
        await peer.SendAsync("""{"event": "A"}""");
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("query");
        await peer.ReplyAsync(await peer.ExpectAsync("query"));
        await call.WaitAsync(WaitTimeout);
        release.Set();
        await blocked.WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task Dispose_WhenCustomEndpointIgnoresCancellation_Returns()
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        TaskCompletionSource<Stream> never = new();
        TaskCompletionSource reconnecting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue<Task<Stream>> streams = new([Task.FromResult(peer.ClientStream), never.Task]);
        QmpEndpoint endpoint = QmpEndpoint.Create(
            "an unresponsive endpoint",
            _ =>
            {
                Task<Stream> next = streams.Dequeue();
                if (next == never.Task)
                {
                    reconnecting.SetResult();
                }

                return new ValueTask<Stream>(next);
            }
        );
        QmpReconnectPolicy policy = new() { FirstDelay = TimeSpan.FromMilliseconds(1) };
        QmpClient client = await peer.NegotiateAsync(
            QmpClient.ConnectAsync(endpoint, new QmpClientOptions { Reconnect = policy }),
            Greetings.Qemu72
        );
        peer.Close();
        await reconnecting.Task.WaitAsync(WaitTimeout);
        await client.DisposeAsync().AsTask().WaitAsync(WaitTimeout);

        using MemoryStream late = new();
        never.SetResult(late);
        for (int i = 0; late.CanRead; i++)
        {
            Assert.True(i < 2000, "The late stream was not closed.");
            await Task.Delay(10);
        }
    }

    [Fact]
    public async Task Connect_WhenCustomEndpointIgnoresCancellation_TimesOut()
    {
        QmpEndpoint unresponsive = QmpEndpoint.Create(
            "an unresponsive endpoint",
            _ => new ValueTask<Stream>(new TaskCompletionSource<Stream>().Task)
        );
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient
                .ConnectAsync(unresponsive, new QmpClientOptions { ConnectTimeout = TimeSpan.FromMilliseconds(100) })
                .WaitAsync(WaitTimeout)
        );
    }

    [Fact]
    public async Task Logger_WhenItThrows_DoesNotHoldUpCallsOrDispose()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(
            options: new() { Logger = new FaultyLogger(() => throw new ObjectDisposedException("logger")) }
        );
        Task<QmpValue> completed = peer.Client.ExecuteRawAsync("query");
        ReceivedRequest request = await peer.ExpectAsync("query");
        await peer.SendAsync("""{"return": {}, "id": 99}""");
        await peer.ReplyAsync(request);
        await completed.WaitAsync(WaitTimeout);

        Task<QmpValue> lost = peer.Client.ExecuteRawAsync("query");
        await peer.ExpectAsync("query");
        peer.Close();
        await Assert.ThrowsAsync<QmpConnectionException>(() => lost.WaitAsync(WaitTimeout));
        await peer.Client.DisposeAsync().AsTask().WaitAsync(WaitTimeout);
    }

    [Fact]
    public async Task Logger_WhenItBlocks_DoesNotHoldUpReplies()
    {
        using ManualResetEventSlim release = new();
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync(
            options: new() { Logger = new FaultyLogger(release.Wait) }
        );
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("query");
        ReceivedRequest request = await peer.ExpectAsync("query");
        for (int i = 0; i < 2000; i++)
        {
            await peer.SendAsync("""{"return": {}, "id": 99}""");
        }

        await peer.ReplyAsync(request);
        await call.WaitAsync(WaitTimeout);
        release.Set();
    }

    private static async Task BlockAsync(ChannelReader<QmpWireMessage> tap, ManualResetEventSlim release)
    {
        await tap.WaitToReadAsync().ConfigureAwait(false);
        release.Wait(WaitTimeout);
    }
}
