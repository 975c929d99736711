using System.Collections.Concurrent;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

public sealed class EventLoopTests
{
    private readonly BlockingCollection<Action> _events = [];

    public EventLoopTests() => _ = new EventLoop(() => _events.Take()());

    [Fact]
    public async Task Items_ScheduledByAnEvent_RunAfterIt()
    {
        ConcurrentQueue<string> order = [];
        using CountdownEvent done = new(2);
        _events.Add(() =>
        {
            for (int i = 0; i < 2; i++)
            {
                Schedule(() =>
                {
                    order.Enqueue("item");
                    done.Signal();
                });
            }

            Thread.Sleep(5);
            order.Enqueue("event");
        });
        Assert.True(await Task.Run(() => done.Wait(WaitTimeout)));
        Assert.Equal(["event", "item", "item"], order);
    }

    [Fact]
    public Task Items_ScheduledByAnEvent_RunOnTheThreadOfTheLoop() => WaitUntilItemsRunOnTheLoopAsync();

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
        await WaitUntilItemsRunOnTheLoopAsync();
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

    /// <summary>Waits until the loop has a spare thread, without which the thread pool runs the items.</summary>
    private async Task WaitUntilItemsRunOnTheLoopAsync()
    {
        bool isPoolThread = true;
        for (int i = 0; i < 100 && isPoolThread; i++)
        {
            await Task.Delay(10);
            TaskCompletionSource<bool> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _events.Add(() => Schedule(() => seen.SetResult(Thread.CurrentThread.IsThreadPoolThread)));
            isPoolThread = await seen.Task.WaitAsync(WaitTimeout);
        }

        Assert.False(isPoolThread);
    }

    private static void Schedule(Action action) => EventLoop.Schedule(new WorkItem(action));

    private sealed class WorkItem(Action action) : IThreadPoolWorkItem
    {
        public void Execute() => action();
    }
}
