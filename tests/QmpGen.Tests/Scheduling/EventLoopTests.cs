using System.Collections.Concurrent;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class EventLoopTests
{
    private readonly BlockingCollection<Action> _events = [];

    public EventLoopTests() => _ = new EventLoop(() => _events.Take()());

    [Fact]
    public async Task Items_ScheduledByAnEvent_RunInOrderAfterIt()
    {
        List<string> order = [];
        TaskCompletionSource done = new();
        _events.Add(() =>
        {
            Schedule(() => order.Add("first item"));
            Schedule(() => order.Add("second item"));
            Schedule(done.SetResult);
            order.Add("event");
        });
        await done.Task.WaitAsync(WaitTimeout);
        Assert.Equal(["event", "first item", "second item"], order);
    }

    [Fact]
    public async Task Items_ScheduledByAnEvent_RunOnTheThreadOfTheLoop()
    {
        TaskCompletionSource<bool> isPoolThread = new();
        _events.Add(() => Schedule(() => isPoolThread.SetResult(Thread.CurrentThread.IsThreadPoolThread)));
        Assert.False(await isPoolThread.Task.WaitAsync(WaitTimeout));
    }

    [Fact]
    public async Task Item_ScheduledElsewhere_RunsOnTheThreadPool()
    {
        TaskCompletionSource<bool> isPoolThread = new();
        Schedule(() => isPoolThread.SetResult(Thread.CurrentThread.IsThreadPoolThread));
        Assert.True(await isPoolThread.Task.WaitAsync(WaitTimeout));
    }

    [Fact]
    public async Task Item_WhenItBlocks_DoesNotHoldUpOtherItemsAndEvents()
    {
        using ManualResetEventSlim release = new();
        TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource later = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _events.Add(() =>
        {
            Schedule(() => release.Wait(WaitTimeout));
            Schedule(next.SetResult);
        });
        _events.Add(() => Schedule(later.SetResult));
        await next.Task.WaitAsync(WaitTimeout / 2);
        await later.Task.WaitAsync(WaitTimeout / 2);
        release.Set();
    }

    [Fact]
    public async Task Items_WhenManyBlock_DoNotHoldUpOtherItems()
    {
        // More than the loop has threads. The thread pool runs the rest.
        const int BlockedCount = 8;
        using ManualResetEventSlim release = new();
        using CountdownEvent blocked = new(BlockedCount);
        for (int i = 0; i < BlockedCount; i++)
        {
            _events.Add(() =>
                Schedule(() =>
                {
                    blocked.Signal();
                    release.Wait(WaitTimeout);
                })
            );
        }

        TaskCompletionSource last = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _events.Add(() => Schedule(last.SetResult));
        await last.Task.WaitAsync(WaitTimeout / 2);
        Assert.True(await Task.Run(() => blocked.Wait(WaitTimeout)));
        release.Set();
    }

    [Fact]
    public async Task Loop_AfterAnItemBlocked_RunsItemsOnItsThreadsAgain()
    {
        _events.Add(() => Schedule(() => Thread.Sleep(50)));
        for (int i = 0; ; i++)
        {
            Assert.True(i < 100, "All items run on the thread pool.");
            TaskCompletionSource<bool> isPoolThread = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _events.Add(() => Schedule(() => isPoolThread.SetResult(Thread.CurrentThread.IsThreadPoolThread)));
            if (!await isPoolThread.Task.WaitAsync(WaitTimeout))
            {
                return;
            }

            await Task.Delay(10);
        }
    }

    [Fact]
    public async Task Item_AfterAnotherOne_DoesNotSeeItsContext()
    {
        AsyncLocal<string?> local = new();
        TaskCompletionSource<(string?, SynchronizationContext?)> seen = new();
        _events.Add(() =>
        {
            Schedule(() =>
            {
                local.Value = "set";
                SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
            });
            Schedule(() => seen.SetResult((local.Value, SynchronizationContext.Current)));
        });
        Assert.Equal((null, null), await seen.Task.WaitAsync(WaitTimeout));
    }

    private static void Schedule(Action action) => EventLoop.Schedule(new WorkItem(action));

    private sealed class WorkItem(Action action) : IThreadPoolWorkItem
    {
        public void Execute() => action();
    }
}
