using System.Diagnostics;

namespace QmpGen;

/// <summary>Waits for events and runs work items, on one thread that is replaced when a work item blocks it.</summary>
/// <remarks>
/// <para>The thread pool needs two more thread switches for each response, and its threads spin for up to 300 µs before
/// they wait. A client would use a processor during most of each call.</para>
/// <para>A work item may run user code, which may block. A spare thread therefore watches the loop while it has work,
/// and continues the loop if an item takes more than a millisecond. The thread pool receives what the loop cannot run
/// soon.</para>
/// </remarks>
internal sealed class EventLoop
{
    private const int MaxThreads = 4;

    // The spare thread stops watching after this number of checks without work.
    private const int MaxIdleChecks = 5;
    private static readonly TimeSpan s_checkInterval = TimeSpan.FromMilliseconds(1);

    // More work than this goes to the thread pool, because one processor must not do the work of all connections.
    private static readonly TimeSpan s_maxTurn = TimeSpan.FromMicroseconds(500);

    [ThreadStatic]
    private static EventLoop? t_loop;

    private readonly Action _waitForEvents;

    // Protects the following fields. A Lock cannot wait for a change.
    private readonly object _gate = new();
    private readonly Queue<IThreadPoolWorkItem> _items = new();
    private Thread? _thread;
    private int _threadCount;
    private int _spareCount;
    private long _itemCount;
    private bool _isItemRunning;
    private bool _isWatched;

    /// <summary>Starts the loop, which runs until the program ends.</summary>
    /// <param name="waitForEvents">Waits for events and processes them. It must not run user code, but can schedule
    /// it.</param>
    public EventLoop(Action waitForEvents)
    {
        _waitForEvents = waitForEvents;
        lock (_gate)
        {
            StartThread();
            StartThread();
        }
    }

    /// <summary>Schedules work that may run user code: on the loop of the current thread, or on the thread
    /// pool.</summary>
    public static void Schedule(IThreadPoolWorkItem item)
    {
        if (t_loop?.TryEnqueue(item) is not true)
        {
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: true);
        }
    }

    /// <summary>Enqueues an item if the current thread still runs the loop.</summary>
    private bool TryEnqueue(IThreadPoolWorkItem item)
    {
        lock (_gate)
        {
            if (_thread != Thread.CurrentThread)
            {
                return false;
            }

            _items.Enqueue(item);
            return true;
        }
    }

    private void StartThread()
    {
        _threadCount++;
        new Thread(Run) { IsBackground = true, Name = "QmpGen event loop" }.UnsafeStart();
    }

    private void Run()
    {
        t_loop = this;
        ExecutionContext empty = ExecutionContext.Capture()!;
        while (TryTakeOver())
        {
            do
            {
                _waitForEvents();
            } while (RunItems(empty));
        }
    }

    /// <summary>Waits as the spare thread until the loop needs this thread.</summary>
    /// <returns>False if the loop already has a spare thread.</returns>
    private bool TryTakeOver()
    {
        lock (_gate)
        {
            if (_thread is null)
            {
                _thread = Thread.CurrentThread;
                return true;
            }

            if (_spareCount > 0)
            {
                _threadCount--;
                return false;
            }

            _spareCount++;
            WaitUntilBlocked();
            _spareCount--;
            _thread = Thread.CurrentThread;
            _isItemRunning = false;
            MoveItemsToThreadPool();
            if (_threadCount < MaxThreads)
            {
                StartThread();
            }

            return true;
        }
    }

    /// <summary>Waits until one item has run for longer than a check interval.</summary>
    private void WaitUntilBlocked()
    {
        int idleChecks = 0;
        while (true)
        {
            if (!_isWatched)
            {
                Monitor.Wait(_gate);
                idleChecks = 0;
                continue;
            }

            long seen = _itemCount;
            Monitor.Wait(_gate, s_checkInterval);
            if (_itemCount != seen)
            {
                idleChecks = 0;
            }
            else if (_isItemRunning)
            {
                return;
            }
            else
            {
                _isWatched = ++idleChecks < MaxIdleChecks;
            }
        }
    }

    /// <summary>Runs the scheduled items.</summary>
    /// <param name="empty">The context of this thread before it ran items.</param>
    /// <returns>False if another thread has taken over.</returns>
    private bool RunItems(ExecutionContext empty)
    {
        long start = Stopwatch.GetTimestamp();
        while (TryDequeue(start, out IThreadPoolWorkItem? item))
        {
            if (item is null)
            {
                return true;
            }

            item.Execute();

            // As on the thread pool, the next item must not see what this one left on the thread.
            ExecutionContext.Restore(empty);
            SynchronizationContext.SetSynchronizationContext(null);
        }

        return false;
    }

    /// <summary>Dequeues the next item, or null if there is none.</summary>
    /// <returns>False if another thread has taken over.</returns>
    private bool TryDequeue(long turnStart, out IThreadPoolWorkItem? item)
    {
        item = null;
        lock (_gate)
        {
            if (_thread != Thread.CurrentThread)
            {
                return false;
            }

            _isItemRunning = false;
            if (_spareCount == 0 || Stopwatch.GetElapsedTime(turnStart) > s_maxTurn)
            {
                MoveItemsToThreadPool();
            }

            if (!_items.TryDequeue(out item))
            {
                return true;
            }

            _itemCount++;
            _isItemRunning = true;
            if (!_isWatched)
            {
                _isWatched = true;
                Monitor.Pulse(_gate);
            }

            return true;
        }
    }

    private void MoveItemsToThreadPool()
    {
        while (_items.TryDequeue(out IThreadPoolWorkItem? item))
        {
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
        }
    }
}
