using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Threading.Channels;
using Xunit;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>What is the user's may block and fail: no call, no connection and no disposal waits for it.</summary>
public sealed class UserCodeTests
{
    [Theory]
    [InlineData("qmpgen.responses.unknown")]
    [InlineData("qmpgen.connections")]
    [InlineData("qmpgen.events.dropped")]
    public async Task A_listener_of_figures_that_fails_ends_no_connection(string figure)
    {
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "QmpGen" && instrument.Name == figure)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("the user's"));
        listener.Start();
        var (peer, client) = await ConnectAsync(options: new() { EventBufferCapacity = 1 });
        await using (peer)
        {
            using QmpSubscription<QmpEvent> deaf = client.Events.ReadAllAsync();
            await peer.SendAsync("""{"return": {}, "id": 77777}""");
            await peer.SendAsync("""{"event": "A"}""");
            await peer.SendAsync("""{"event": "B"}""");
            Task<JsonElement> call = client.ExecuteRawAsync("query");
            await peer.AnswerAsync(await peer.ExpectAsync("query"));
            await call.WaitAsync(Patience);
            await client.DisposeAsync().AsTask().WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task What_follows_an_answer_does_not_run_on_the_reader_loop()
    {
        var (peer, client) = await ConnectAsync();
        await using (peer)
        await using (client)
        {
            using ManualResetEventSlim hold = new();
            Task blocking = Task.Run(async () =>
            {
                await client.ExecuteRawAsync("first").ConfigureAwait(false);
                hold.Wait(Patience);
            });
            Request first = await peer.ExpectAsync("first");
            Task<JsonElement> second = client.ExecuteRawAsync("second");
            Request next = await peer.ExpectAsync("second");
            await peer.AnswerAsync(first);
            await peer.AnswerAsync(next, "2");
            Assert.Equal(2, (await second.WaitAsync(Patience / 2)).GetInt32());
            hold.Set();
            await blocking.WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task A_reader_of_the_wire_tap_that_blocks_holds_up_no_answer()
    {
        Channel<QmpWireMessage> tap = Channel.CreateUnbounded<QmpWireMessage>(
            new UnboundedChannelOptions { AllowSynchronousContinuations = true }
        );
        using ManualResetEventSlim release = new();
        var (peer, client) = await ConnectAsync(options: new() { WireTap = new ChannelWireTap(tap.Writer) });
        await using (peer)
        await using (client)
        {
            while (tap.Reader.TryRead(out _))
            {
                continue;
            }

            Task blocked = BlockAsync(tap.Reader, release);
            await peer.SendAsync("""{"event": "A"}""");
            Task<JsonElement> call = client.ExecuteRawAsync("query");
            await peer.AnswerAsync(await peer.ExpectAsync("query"));
            await call.WaitAsync(Patience);
            release.Set();
            await blocked.WaitAsync(Patience);
        }
    }

    [Fact]
    public async Task A_function_that_makes_connections_and_heeds_no_token_holds_up_neither_connecting_nor_disposing()
    {
        await using ScriptedPeer peer = await CreateAsync();
        TaskCompletionSource<Stream> never = new();
        TaskCompletionSource reconnecting = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue<Task<Stream>> streams = new([Task.FromResult(peer.ClientStream), never.Task]);
        QmpEndpoint endpoint = QmpEndpoint.Create(
            "a deaf function",
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
            Qemu72
        );
        peer.Close();
        await reconnecting.Task.WaitAsync(Patience);
        await client.DisposeAsync().AsTask().WaitAsync(Patience);

        using MemoryStream late = new();
        never.SetResult(late);
        for (int i = 0; late.CanRead; i++)
        {
            Assert.True(i < 2000, "What came too late is closed.");
            await Task.Delay(10);
        }

        QmpEndpoint deaf = QmpEndpoint.Create(
            "another",
            _ => new ValueTask<Stream>(new TaskCompletionSource<Stream>().Task)
        );
        await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            QmpClient
                .ConnectAsync(deaf, new QmpClientOptions { ConnectTimeout = TimeSpan.FromMilliseconds(100) })
                .WaitAsync(Patience)
        );
    }

    private static async Task BlockAsync(ChannelReader<QmpWireMessage> tap, ManualResetEventSlim release)
    {
        await tap.WaitToReadAsync().ConfigureAwait(false);
        release.Wait(Patience);
    }
}
