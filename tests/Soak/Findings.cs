using System.Collections.Concurrent;

namespace QmpGen.Soak;

/// <summary>What must not happen, and did; and the clients that must not outlive their use.</summary>
internal sealed class Findings
{
    /// <summary>Longer than anything may take: what has not ended by then hangs.</summary>
    public static readonly TimeSpan Hangs = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _texts = new();
    private readonly ConcurrentQueue<WeakReference> _clients = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IEnumerable<string> All => _texts;

    /// <summary>Completes with the first of them.</summary>
    public Task First => _first.Task;

    /// <summary>How many clients are in memory.</summary>
    public int LivingClients => _clients.Count(client => client.IsAlive);

    public void Add(string text)
    {
        _texts.Enqueue(text);
        _first.TrySetResult();
    }

    /// <summary>Waits for the end of what runs all the time, which is no place for an exception to be forgotten
    /// in.</summary>
    public async Task GuardAsync(Task running)
    {
        try
        {
            await running;
        }
        catch (Exception e)
        {
            Add($"The run has lost a part of itself: {e}");
        }
    }

    public void Watch(QmpClient client) => _clients.Enqueue(new WeakReference(client));
}
