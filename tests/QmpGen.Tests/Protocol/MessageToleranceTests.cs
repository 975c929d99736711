using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Regression tests for messages that QEMU does not send.</summary>
public sealed class MessageToleranceTests
{
    [Theory]
    [InlineData("""{"event": "STOP", "timestamp": 5}""")]
    [InlineData("""{"timestamp": 5, "event": "STOP"}""")]
    [InlineData("""{"timestamp": {"seconds": {}, "microseconds": []}, "event": "STOP"}""")]
    [InlineData("""{"\ud800": 1, "event": "STOP"}""")]
    [InlineData("""{"event": null, "event": "STOP", "data": {}}""")]
    public async Task Event_WithMalformedMember_IsStillDelivered(string message)
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        using QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync(message);
        await using IAsyncEnumerator<QmpEvent> enumerator = events.GetAsyncEnumerator();
        Assert.True(await enumerator.MoveNextAsync().AsTask().WaitAsync(WaitTimeout));
        Assert.Equal(
            ("STOP", null),
            (Assert.IsType<QmpUnknownEvent>(enumerator.Current).WireName, enumerator.Current.Timestamp)
        );
    }

    [Theory]
    [InlineData("""{"id": 2, "error": {"class": "A", "desc": "b"}, "data": {}}""")]
    [InlineData("""{"id": 2, "data": 1, "error": {"class": "A", "more": [{}], "desc": "b"}}""")]
    public async Task Error_WithDataMember_KeepsClassAndDescription(string message)
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("query");
        await peer.ExpectAsync("query");
        await peer.SendAsync(message);
        QmpCommandException e = await Assert.ThrowsAsync<QmpCommandException>(() => call.WaitAsync(WaitTimeout));
        Assert.Equal(("A", "b"), (e.ErrorClass, e.Description));
    }

    [Theory]
    [InlineData("""{"return": {"a": nothing}, "id": 2}""")]
    [InlineData("""{"return": {"a": 1], "id": 2}""")]
    [InlineData("""{"error": {"class": "DeviceNotFound", "desc" 1}, "id": 2}""")]
    [InlineData("""{"id": 2, "return": [1 2]}""")]
    public async Task Result_WithInvalidJson_FailsOnlyItsCall(string message)
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("query");
        await peer.ExpectAsync("query");
        await peer.SendAsync(message);
        QmpProtocolException e = await Assert.ThrowsAsync<QmpProtocolException>(() => call.WaitAsync(WaitTimeout));
        Assert.Contains("'query'", e.Message, StringComparison.Ordinal);
        await peer.RoundTripAsync(peer.Client);
    }

    [Fact]
    public async Task Event_BeforeErrorWithoutId_IsReceivedBeforeTheCallFails()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        using QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        await using IAsyncEnumerator<QmpEvent> enumerator = events.GetAsyncEnumerator();
        Task<QmpValue> call = peer.Client.ExecuteRawAsync("query");
        await peer.ExpectAsync("query");
        await peer.SendAsync("""{"event": "STOP"}{"error": {"class": "GenericError", "desc": "x"}}""");
        await Assert.ThrowsAsync<QmpCommandException>(() => call.WaitAsync(WaitTimeout));
        Assert.True(enumerator.MoveNextAsync().AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task EventData_WithInvalidJson_IsReportedAsProblem()
    {
        await using ConnectedPeer peer = await ConnectedPeer.CreateAsync();
        using QmpSubscription<QmpEvent> events = peer.Client.Events.ReadAllAsync();
        await peer.SendAsync("""{"event": "STOP", "data": {"a" 1}}""");
        await using IAsyncEnumerator<QmpEvent> enumerator = events.GetAsyncEnumerator();
        Assert.True(await enumerator.MoveNextAsync().AsTask().WaitAsync(WaitTimeout));
        QmpUnknownEvent received = Assert.IsType<QmpUnknownEvent>(enumerator.Current);
        Assert.Null(received.Data);
        Assert.Contains("the event STOP", received.Problem!.Message, StringComparison.OrdinalIgnoreCase);
        await peer.RoundTripAsync(peer.Client);
    }
}
