using System.Diagnostics;
using static QmpGen.Tests.ScriptedPeer;
using static QmpGen.Tests.TestEvents;

namespace QmpGen.Tests;

public sealed class ExpectationTests
{
    [Fact]
    public async Task Wait_WhenEventAlreadyArrived_ReturnsIt()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpExpectation<DeviceDeletedEvent> wait = peer.Client.Expect<DeviceDeletedEvent>(e => e.Device == "nic0");
        await peer.SendAsync(Stop);
        await peer.SendAsync("""{"event": "DEVICE_DELETED", "data": {"device": "nic1", "path": "/1"}}""");
        await peer.SendAsync("""{"event": "DEVICE_DELETED", "data": {"device": "nic0", "path": "/0"}}""");
        await peer.RoundTripAsync();
        Assert.Equal("/0", (await wait.WaitAsync(TimeSpan.Zero)).Path);
    }

    [Fact]
    public async Task Wait_WhenEventDoesNotArrive_ThrowsTimeout()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpExpectation<DeviceDeletedEvent> wait = peer.Client.Expect<DeviceDeletedEvent>(e => e.Device == "nic0");
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            wait.WaitAsync(TimeSpan.FromMilliseconds(20))
        );
        Assert.Contains("DeviceDeletedEvent", e.Message, StringComparison.Ordinal);
        Assert.Contains("0.02 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_WhenPredicateRejectsTheEvent_ThrowsTimeoutWithTheCount()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpExpectation<DeviceDeletedEvent> wait = peer.Client.Expect<DeviceDeletedEvent>(_ => false);
        await peer.SendAsync(DeviceDeleted("nic1"));
        await peer.RoundTripAsync();
        QmpTimeoutException e = await Assert.ThrowsAsync<QmpTimeoutException>(() =>
            wait.WaitAsync(TimeSpan.FromMilliseconds(20))
        );
        Assert.Matches(@"\b1\b", e.Message);
    }

    [Fact]
    public async Task Wait_WhenCanceled_Throws()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpExpectation<StopEvent> wait = peer.Client.Expect<StopEvent>();
        using CancellationTokenSource cancel = new();
        Task canceled = wait.WaitAsync(WaitTimeout, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
    }

    [Fact]
    public async Task Wait_WhenExpectationIsDisposed_Throws()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        QmpExpectation<StopEvent> wait = peer.Client.Expect<StopEvent>();
        Task waiting = wait.WaitAsync(WaitTimeout);
        wait.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => wait.WaitAsync(WaitTimeout));
    }

    [Fact]
    public async Task Wait_WhenConnectionIsLost_Throws()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpExpectation<StopEvent> wait = peer.Client.Expect<StopEvent>();
        Task waiting = wait.WaitAsync(WaitTimeout);
        peer.Close();
        await Assert.ThrowsAsync<QmpConnectionException>(() => waiting);
    }

    [Fact]
    public async Task Predicate_MakingACall_DoesNotBlockTheConnection()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpExpectation<StopEvent> wait = peer.Client.Expect<StopEvent>(_ =>
            peer.Client.QueryYankAsync(outOfBand: true).Wait(WaitTimeout)
        );
        await peer.SendAsync(Stop);
        Task<StopEvent> waiting = Task.Run(() => wait.WaitAsync(WaitTimeout));
        await peer.ReplyAsync(await peer.ExpectAsync("query-yank"), "\"yes\"");
        await waiting;
    }

    [Fact]
    public async Task Wait_WhenPredicateRejectsAFlood_StillTimesOut()
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync(new() { EventBufferCapacity = 2 });
        Stopwatch watch = Stopwatch.StartNew();
        using QmpExpectation<StopEvent> wait = peer.Client.Expect<StopEvent>(_ =>
        {
            PublishStop(peer.Client);
            return watch.Elapsed > WaitTimeout
                ? throw new InvalidOperationException("The timeout has no effect.")
                : false;
        });
        PublishStop(peer.Client);
        await Assert.ThrowsAsync<QmpTimeoutException>(() => wait.WaitAsync(TimeSpan.FromMilliseconds(20)));
    }
}
