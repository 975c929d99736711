using System.Net;
using System.Net.Sockets;
using QmpGen.Testing.Sessions;

namespace QmpGen.Testing;

/// <content>Clients come, and the server goes.</content>
public sealed partial class QmpTestServer
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<Session, Task> _sessions = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("qmpgen-");
    private readonly Socket _listener;
    private readonly Task _accepting;
    private readonly Lazy<Task> _disposal;
    private int _lastSession;

    /// <summary>Connects a new client in memory, without a socket.</summary>
    /// <returns>The client's end. Closing it ends the session.</returns>
    /// <exception cref="ObjectDisposedException">The server is closed, or a client has made it <c>quit</c>.</exception>
    public Stream Connect()
    {
        (DuplexStream client, DuplexStream server) = DuplexStream.CreatePair();
        Serve(server);
        return client;
    }

    /// <summary>Closes every session and the socket. Waits for no handler. May be called more than once.</summary>
    /// <returns>Completes when all loops of the server have ended.</returns>
    public ValueTask DisposeAsync() => new(_disposal.Value);

    private static (Socket Listener, string Endpoint) ListenAtPath(string path)
    {
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        return (listener, $"unix:{path}");
    }

    private static (Socket Listener, string Endpoint) ListenAtPort()
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return (listener, $"tcp:{listener.LocalEndPoint}");
    }

    private async Task CloseAsync()
    {
        Task[] sessions;
        lock (_gate)
        {
            _closing.Cancel();
            sessions = [.. _sessions.Values];
        }

        _listener.Dispose();
        await _accepting.ConfigureAwait(false);
        try
        {
            await Task.WhenAll(sessions).ConfigureAwait(false);
        }
        finally
        {
            _directory.Delete(recursive: true);
            _closing.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                if (await AcceptOneAsync().ConfigureAwait(false) is { } socket)
                {
                    Serve(new NetworkStream(socket, ownsSocket: true));
                }
                else
                {
                    await Task.Delay(s_pause, _closed).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
    }

    /// <summary>Waits for a client.</summary>
    /// <returns>Its connection; null where it has left already, or there are too many open files, while the next may be
    /// luckier.</returns>
    private async Task<Socket?> AcceptOneAsync()
    {
        try
        {
            return await _listener.AcceptAsync(_closed).ConfigureAwait(false);
        }
        catch (SocketException) when (!_quit && !_closed.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Serve(Stream stream)
    {
        lock (_gate)
        {
            if (_quit || _closed.IsCancellationRequested)
            {
                stream.Dispose();
                throw new ObjectDisposedException(nameof(QmpTestServer));
            }

            Session session = NewSession(stream);
            _sessions.Add(session, Task.Run(() => ServeAsync(session)));
        }
    }

    private async Task ServeAsync(Session session)
    {
        await session.RunAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _sessions.Remove(session);
        }

        session.Dispose();
    }
}
