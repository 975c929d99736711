using System.Collections.Concurrent;

namespace QmpGen;

/// <summary>Runs what is the user's on a thread of the pool, one after another: it may block, and it may fail, and the
/// reader loop knows nothing of it.</summary>
internal sealed class HandOver
{
    private readonly ConcurrentQueue<Action> _actions = new();
    private int _waiting;

    /// <summary>How many have not been run.</summary>
    public int Count => _actions.Count;

    public void Post(Action action)
    {
        _actions.Enqueue(action);
        if (Interlocked.Increment(ref _waiting) == 1)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static self => self.Run(), this, preferLocal: false);
        }
    }

    private void Run()
    {
        do
        {
            try
            {
                if (_actions.TryDequeue(out Action? action))
                {
                    action();
                }
            }
            catch (Exception)
            {
                // There is nobody else to tell.
            }
        } while (Interlocked.Decrement(ref _waiting) > 0);
    }
}
