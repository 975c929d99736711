using System.Net;
using System.Net.Sockets;
using QmpGen.Testing.Sessions;

namespace QmpGen.Testing;

/// <content>The connections of clients, and the end of the server.</content>
public sealed partial class QmpTestServer
{
    private static readonly TimeSpan s_acceptRetryDelay = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<ClientSession, Task> _sessions = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed;
    private readonly string? _directory;
    private readonly Socket _listener;
    private readonly Task _accepting;
    private readonly Lazy<Task> _disposal;

    /// <summary>Connects a client in memory, without a socket.</summary>
    /// <returns>The stream of the client. Closing it ends the session.</returns>
    /// <exception cref="ObjectDisposedException">The server is disposed, or a client has executed
    /// <c>quit</c>.</exception>
    public Stream Connect()
    {
        (DuplexStream client, DuplexStream server) = DuplexStream.CreatePair();
        Serve(server);
        return client;
    }

    /// <summary>Closes every session and the socket.</summary>
    /// <returns>A task that completes when the sessions have ended. Handlers can still be running.</returns>
    /// <remarks>Can be called more than once.</remarks>
    public ValueTask DisposeAsync() => new(_disposal.Value);

    private static (Socket Listener, string Endpoint, string? Directory) ListenOnPath(string directory, string path)
    {
        Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        return (listener, $"unix:{path}", directory);
    }

    private static (Socket Listener, string Endpoint, string? Directory) ListenOnPort()
    {
        Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return (listener, $"tcp:{listener.LocalEndPoint}", null);
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
            SocketDirectory.Delete(_directory);
            _closing.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                if (await TryAcceptAsync().ConfigureAwait(false) is { } socket)
                {
                    Serve(new NetworkStream(socket, ownsSocket: true));
                }
                else
                {
                    await Task.Delay(s_acceptRetryDelay, _closed).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
    }

    /// <summary>Accepts a connection.</summary>
    /// <returns>The connection, or null after a transient failure: the client has left, or too many files are
    /// open.</returns>
    private async Task<Socket?> TryAcceptAsync()
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

            ClientSession session = CreateSession(stream);
            _sessions.Add(session, Task.Run(() => ServeAsync(session)));
        }
    }

    private async Task ServeAsync(ClientSession session)
    {
        await session.RunAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _sessions.Remove(session);
        }

        session.Dispose();
    }
}
