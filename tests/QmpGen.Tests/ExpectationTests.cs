using System.Diagnostics;
using static QmpGen.Tests.ScriptedPeer;
using static QmpGen.Tests.TypedPeer;

namespace QmpGen.Tests;

/// <summary>Waiting for an event.</summary>
public sealed class ExpectationTests
{
    [Fact]
    public async Task An_expectation_holds_what_came_before_the_wait()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using QmpExpectation<DeviceDeletedEvent> wait = client.Expect<DeviceDeletedEvent>(e => e.Device == "nic0");
            await peer.SendAsync(Stop);
            await peer.SendAsync("""{"event": "DEVICE_DELETED", "data": {"device": "nic1", "path": "/1"}}""");
            await peer.SendAsync("""{"event": "DEVICE_DELETED", "data": {"device": "nic0", "path": "/0"}}""");
            await RoundTripAsync(peer, client);
            Assert.Equal("/0", (await wait.WaitAsync(TimeSpan.Zero)).Path);
        }
    }

    [Fact]
    public async Task An_expectation_that_is_not_met_says_what_did_not_come_and_why_that_may_be()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using QmpExpectation<DeviceDeletedEvent> wait = client.Expect<DeviceDeletedEvent>(e => e.Device == "nic0");
            QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
                wait.WaitAsync(TimeSpan.FromMilliseconds(20))
            );
            Assert.Contains("DeviceDeletedEvent did not come within 0.02 s", e.Message, StringComparison.Ordinal);
            Assert.Contains("guest", e.Message, StringComparison.Ordinal);

            await peer.SendAsync("""{"event": "DEVICE_DELETED", "data": {"device": "nic1", "path": "/1"}}""");
            await RoundTripAsync(peer, client);
            e = await Assert.ThrowsAsync<QmpTimeoutException>(() => wait.WaitAsync(TimeSpan.FromMilliseconds(20)));
            Assert.Contains("1 came that the predicate did not take", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_expectation_ends_when_it_is_given_up_cancelled_or_the_connection_lost()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            QmpExpectation<StopEvent> wait = client.Expect<StopEvent>();
            using CancellationTokenSource cancel = new();
            Task cancelled = wait.WaitAsync(Patience, cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

            Task givenUp = wait.WaitAsync(Patience);
            wait.Dispose();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => givenUp);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => wait.WaitAsync(Patience));

            using QmpExpectation<StopEvent> lost = client.Expect<StopEvent>();
            Task losing = lost.WaitAsync(Patience);
            peer.Close();
            await Assert.ThrowsAsync<QmpConnectionException>(() => losing);
        }
    }

    [Fact]
    public async Task A_predicate_may_wait_for_the_connection_since_it_does_not_run_on_the_reader_loop()
    {
        var (peer, client) = await ConnectTypedAsync();
        await using (peer)
        await using (client)
        {
            using QmpExpectation<StopEvent> wait = client.Expect<StopEvent>(_ =>
                client.QueryYankAsync(outOfBand: true).Wait(Patience)
            );
            await peer.SendAsync(Stop);
            Task<StopEvent> waiting = Task.Run(() => wait.WaitAsync(Patience));
            await peer.AnswerAsync(await peer.ExpectAsync("query-yank"), "\"yes\"");
            await waiting;
        }
    }

    [Fact]
    public async Task A_limit_holds_though_events_come_as_fast_as_the_predicate_refuses_them()
    {
        var (peer, client) = await ConnectTypedAsync(new() { EventBufferCapacity = 2 });
        await using (peer)
        await using (client)
        {
            Stopwatch watch = Stopwatch.StartNew();
            using QmpExpectation<StopEvent> wait = client.Expect<StopEvent>(_ =>
            {
                PublishStop(client);
                return watch.Elapsed > Patience
                    ? throw new InvalidOperationException("The limit has no effect.")
                    : false;
            });
            PublishStop(client);
            await Assert.ThrowsAsync<QmpTimeoutException>(() => wait.WaitAsync(TimeSpan.FromMilliseconds(20)));
        }
    }
}
