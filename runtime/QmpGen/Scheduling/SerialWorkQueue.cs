using System.Collections.Concurrent;

namespace QmpGen;

/// <summary>Runs user code on the thread pool, one action after another.</summary>
/// <remarks>An action may block or throw without affecting the receive loop.</remarks>
internal sealed class SerialWorkQueue
{
    // Most connections log nothing, so the queue is created when it is needed.
    private ConcurrentQueue<Action>? _actions;
    private int _pending;

    /// <summary>The number of queued actions.</summary>
    public int Count => _actions?.Count ?? 0;

    /// <summary>Queues an action, without blocking.</summary>
    public void Enqueue(Action action)
    {
        LazyInitializer.EnsureInitialized(ref _actions, static () => new ConcurrentQueue<Action>()).Enqueue(action);
        if (Interlocked.Increment(ref _pending) == 1)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static self => self.Run(), this, preferLocal: false);
        }
    }

    /// <summary>Waits until all queued actions have run.</summary>
    public Task DrainAsync()
    {
        TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(drained.SetResult);
        return drained.Task;
    }

    private void Run()
    {
        do
        {
            try
            {
                if (_actions!.TryDequeue(out Action? action))
                {
                    action();
                }
            }
            catch (Exception)
            {
                // The action calls a logger or a wire tap. Its error cannot be reported anywhere.
            }
        } while (Interlocked.Decrement(ref _pending) > 0);
    }
}
