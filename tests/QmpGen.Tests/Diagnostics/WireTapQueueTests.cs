using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class WireTapQueueTests
{
    private const int MiB = 1024 * 1024;

    [Fact]
    public async Task WireTap_WhenFarBehind_ReceivesNoMoreMessages()
    {
        BlockingTap tap = new();
        RecordingLogger log = new();
        WireTapQueue queue = new(tap, "unix:/run/vm.qmp", log);
        byte[] message = new byte[MiB];
        for (int i = 0; i < 100; i++)
        {
            queue.Enqueue(QmpWireDirection.Received, message);
        }

        string warning = await log.NextAsync(42);
        Assert.Contains("unix:/run/vm.qmp", warning, StringComparison.Ordinal);
        tap.Release();
        await queue.DrainAsync().WaitAsync(WaitTimeout);
        queue.Enqueue(QmpWireDirection.Received, message);
        await queue.DrainAsync().WaitAsync(WaitTimeout);
        Assert.Equal(63, tap.Count);
        Assert.Single(log.Entries);
    }

    [Fact]
    public async Task WireTap_WithHugeMessage_ReceivesIt()
    {
        BlockingTap tap = new();
        tap.Release();
        WireTapQueue queue = new(tap, "a stream", new RecordingLogger());
        queue.Enqueue(QmpWireDirection.Received, new byte[100 * MiB]);
        await queue.DrainAsync().WaitAsync(WaitTimeout);
        Assert.Equal(1, tap.Count);
    }

    private sealed class BlockingTap : IQmpWireTap
    {
        private readonly TaskCompletionSource _released = new();

        public int Count { get; private set; }

        public void Release() => _released.SetResult();

        public void OnMessage(QmpWireMessage message)
        {
            SpinWait.SpinUntil(() => _released.Task.IsCompleted, WaitTimeout);
            Count++;
        }
    }
}
