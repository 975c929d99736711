using QmpGen.CodeGeneration;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>All connections wait on one event loop, so it must not process large messages.</summary>
public sealed class ReceiveThreadTests
{
    [LinuxTheory]
    [InlineData(100, false)]
    [InlineData(1_000_000, true)]
    public async Task Message_IsProcessedOnTheThreadPool_IfItIsLarge(int size, bool isPoolThread)
    {
        await using ScriptedPeer peer = ScriptedPeer.Create();
        await using Client client = await peer.NegotiateAsync(Client.ConnectAsync(peer.ClientStream), Greetings.Qemu72);
        using QmpExpectation<ThreadEvent> expectation = client.Expect<ThreadEvent>();
        await peer.SendAsync($$$"""{"event": "THREAD", "data": {"text": "{{{new string('x', size)}}}"}}""");
        Assert.Equal(isPoolThread, (await expectation.WaitAsync(WaitTimeout)).IsPoolThread);
    }

    /// <summary>An event that tells which thread has read it.</summary>
    private sealed record ThreadEvent(bool IsPoolThread) : QmpEvent
    {
        protected override string WireNameCore => "THREAD";
    }

    private sealed class Client(QmpSession session) : QmpClient(session)
    {
        private static readonly QmpBindings s_bindings = new("7.2.0", ReadEvent);

        public static Task<Client> ConnectAsync(QmpEndpoint endpoint) =>
            ConnectAsync(endpoint, null, s_bindings, static session => new Client(session), CancellationToken.None);

        private static QmpEvent? ReadEvent(string wireName, ref QmpReader reader) =>
            new ThreadEvent(Thread.CurrentThread.IsThreadPoolThread);
    }
}
