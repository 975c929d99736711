using System.Threading.Channels;
using static QmpGen.Tests.ScriptedPeer;

namespace QmpGen.Tests;

/// <summary>An endpoint that connects to a new scripted peer each time.</summary>
internal sealed class ScriptedEndpoint : IAsyncDisposable
{
    private readonly Channel<ScriptedPeer> _connecting = Channel.CreateUnbounded<ScriptedPeer>();
    private readonly List<ScriptedPeer> _peers = [];
    private int _attemptCount;

    public int AttemptCount => Volatile.Read(ref _attemptCount);

    /// <summary>The number of further attempts that fail.</summary>
    public int FailuresBeforeSuccess { get; set; }

    /// <summary>The exception of a failed attempt.</summary>
    public Exception Failure { get; init; } = new IOException("unreachable");

    public QmpEndpoint Endpoint => QmpEndpoint.Create("a scripted endpoint", OpenAsync);

    /// <summary>The peer of the first connection.</summary>
    public ScriptedPeer FirstPeer => _peers[0];

    /// <summary>Creates a client and negotiates with it.</summary>
    public async Task<QmpClient> ConnectAsync(QmpClientOptions options)
    {
        Task<QmpClient> connecting = QmpClient.ConnectAsync(Endpoint, options);
        await AcceptAsync(Greetings.Qemu72);
        return await connecting.WaitAsync(WaitTimeout);
    }

    /// <summary>Waits for the next connection and negotiates.</summary>
    public async Task<ScriptedPeer> AcceptAsync(string greeting)
    {
        ScriptedPeer peer = await _connecting.Reader.ReadAsync().AsTask().WaitAsync(WaitTimeout);
        await peer.SendAsync(greeting);
        await peer.ReplyAsync(await peer.ReceiveAsync());
        return peer;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ScriptedPeer peer in _peers)
        {
            await peer.DisposeAsync();
        }
    }

    private async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _attemptCount);
        if (FailuresBeforeSuccess > 0)
        {
            FailuresBeforeSuccess--;
            throw Failure;
        }

        ScriptedPeer peer = ScriptedPeer.Create();
        _peers.Add(peer);
        await _connecting.Writer.WriteAsync(peer, cancellationToken);
        return peer.ClientStream;
    }
}
