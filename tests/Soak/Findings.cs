using System.Collections.Concurrent;

namespace QmpGen.Soak;

/// <summary>What must not happen, and did; and the clients that must not outlive their use.</summary>
internal sealed class Findings
{
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly ConcurrentQueue<WeakReference> _clients = new();

    public IEnumerable<string> All => _texts;

    /// <summary>How many clients are in memory.</summary>
    public int LivingClients => _clients.Count(client => client.IsAlive);

    public void Add(string text) => _texts.Enqueue(text);

    public void Watch(QmpClient client) => _clients.Enqueue(new WeakReference(client));
}
