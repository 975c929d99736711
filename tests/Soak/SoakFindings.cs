using System.Collections.Concurrent;

namespace QmpGen.Soak;

/// <summary>The failures of a run, and the clients that must be collected after their use.</summary>
internal sealed class SoakFindings
{
    /// <summary>The time after which an operation counts as a hang.</summary>
    public static readonly TimeSpan HangTimeout = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _texts = new();
    private readonly ConcurrentQueue<WeakReference> _clients = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IEnumerable<string> All => _texts;

    /// <summary>Completes at the first finding.</summary>
    public Task First => _first.Task;

    /// <summary>The number of clients in memory.</summary>
    public int LiveClientCount => _clients.Count(client => client.IsAlive);

    public void Add(string text)
    {
        _texts.Enqueue(text);
        _first.TrySetResult();
    }

    /// <summary>Waits for a background task and adds its exception as a finding.</summary>
    public async Task ObserveAsync(Task running)
    {
        try
        {
            await running;
        }
        catch (Exception e)
        {
            Add($"A background task failed: {e}");
        }
    }

    public void Track(QmpClient client) => _clients.Enqueue(new WeakReference(client));
}
