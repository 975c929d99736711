using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>Messages of waiting for events and of reading them.</summary>
internal static class EventMessages
{
    public static async Task CollectAsync(MessageCollector messages)
    {
        messages.BeginSection("Events");
        await messages.AddAsync("No event came", () => FailAsync(_ => Task.CompletedTask));
        await messages.AddAsync(
            "The predicate rejected the events",
            () =>
                FailAsync(peer =>
                {
                    TestEvents.PublishStop(peer.Client);
                    return Task.CompletedTask;
                })
        );
        await messages.AddAsync(
            "Events were dropped",
            () =>
                FailAsync(peer =>
                {
                    for (int i = 0; i < 5; i++)
                    {
                        TestEvents.PublishStop(peer.Client);
                    }

                    return Task.CompletedTask;
                })
        );
        await messages.AddAsync(
            "The connection was lost in the meantime",
            () =>
                FailAsync(peer =>
                {
                    peer.Client.Events.Interrupt(new QmpConnectionException("The peer closed the connection."));
                    return Task.CompletedTask;
                })
        );
        await messages.AddAsync("The client is disposed", () => FailAsync(peer => peer.Client.DisposeAsync().AsTask()));
        await messages.AddAsync(
            "The peer closes the connection",
            () =>
                FailAsync(async peer =>
                {
                    peer.Close();
                    await peer.Client.Closed.WaitAsync(WaitTimeout);
                })
        );
        await messages.AddAsync(
            "The event lacks a member",
            () => ThrowProblemAsync("""{"event": "DEVICE_DELETED", "data": {"device": "nic1"}}""")
        );
        await messages.AddAsync(
            "The event has a member of the wrong type",
            () => ThrowProblemAsync("""{"event": "DEVICE_DELETED", "data": {"device": "nic1", "path": 5}}""")
        );
    }

    private static async Task FailAsync(Func<ConnectedTypedPeer, Task> script)
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync(new() { EventBufferCapacity = 2 });
        using QmpExpectation<StopEvent> wait = peer.Client.Expect<StopEvent>(_ => false);
        await script(peer);
        await wait.WaitAsync(TimeSpan.FromMilliseconds(20));
    }

    private static async Task ThrowProblemAsync(string message)
    {
        await using ConnectedTypedPeer peer = await ConnectedTypedPeer.CreateAsync();
        using QmpExpectation<QmpUnknownEvent> wait = peer.Client.Expect<QmpUnknownEvent>();
        await peer.SendAsync(message);
        throw (await wait.WaitAsync(WaitTimeout)).Problem!;
    }
}
