using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;

namespace QmpGen;

/// <summary>Accepts TLS connections with concurrent handshakes, so that a silent peer does not block others.</summary>
internal sealed class TlsAcceptor : IDisposable
{
    private const int MaxConcurrentHandshakes = 64;

    // QEMU responds only when its machine is created, which takes minutes if all memory is preallocated.
    private static readonly TimeSpan s_handshakeTimeout = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan s_retryDelay = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly SslServerAuthenticationOptions _tls;
    private readonly string _endpoint;
    private readonly CancellationTokenSource _disposed = new();
    private readonly SemaphoreSlim _handshakeSlots = new(MaxConcurrentHandshakes);
    private readonly Channel<Stream> _ready = Channel.CreateUnbounded<Stream>();
    private volatile QmpException? _lastFailure;
    private int _pendingHandshakes;

    /// <summary>Initializes a new instance and starts to accept connections.</summary>
    public TlsAcceptor(Socket socket, SslServerAuthenticationOptions tls, string endpoint)
    {
        _socket = socket;
        _tls = tls;
        _endpoint = endpoint;
        _ = Task.Run(AcceptAllAsync);
    }

    /// <summary>The reason why the last peer failed, or null if no peer failed or is pending.</summary>
    public Exception? LastFailure =>
        (_lastFailure, _pendingHandshakes) switch
        {
            ({ } failure, _) => failure,
            (null, 0) => null,
            _ => new QmpTimeoutException(
                "A peer connected but did not complete the TLS handshake. "
                    + "Either its chardev does not have tls-creds=, or QEMU is still starting."
            ),
        };

    /// <summary>Waits for the next peer that completes the handshake.</summary>
    /// <exception cref="ChannelClosedException">The acceptor was disposed or failed.</exception>
    public ValueTask<Stream> AcceptAsync(CancellationToken cancellationToken) =>
        _ready.Reader.ReadAsync(cancellationToken);

    /// <summary>Stops accepting, and closes the connections that <see cref="AcceptAsync"/> has not returned.</summary>
    public void Dispose()
    {
        _disposed.Cancel();
        Close(new ObjectDisposedException(nameof(TlsAcceptor)));
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                await _handshakeSlots.WaitAsync(_disposed.Token).ConfigureAwait(false);
                Socket socket = await AcceptSocketAsync().ConfigureAwait(false);
                _ = AuthenticateAsync(new NetworkStream(socket, ownsSocket: true));
            }
        }
        catch (Exception e)
        {
            Close(e);
        }
    }

    private async Task<Socket> AcceptSocketAsync()
    {
        while (true)
        {
            try
            {
                return await _socket.AcceptAsync(_disposed.Token).ConfigureAwait(false);
            }
            catch (SocketException e) when (!_disposed.IsCancellationRequested)
            {
                // Accept failures can be transient (a peer that disconnected, too many descriptors): retry.
                _lastFailure = new QmpConnectionException($"Cannot accept a connection at {_endpoint}: {e.Message}", e);
                await Task.Delay(s_retryDelay, _disposed.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task AuthenticateAsync(Stream plain)
    {
        Interlocked.Increment(ref _pendingHandshakes);
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(_disposed.Token);
        timeout.CancelAfter(s_handshakeTimeout);
        try
        {
            Stream stream = await TlsHandshake
                .AuthenticateAsServerAsync(plain, _tls, _endpoint, timeout.Token)
                .ConfigureAwait(false);
            _lastFailure = null;
            if (!_ready.Writer.TryWrite(stream))
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // LastFailure reports a pending handshake while it lasts.
        }
        catch (Exception e)
        {
            _lastFailure =
                e as QmpException
                ?? new QmpConnectionException($"The TLS handshake at {_endpoint} failed. {e.Message}", e);
        }
        finally
        {
            Interlocked.Decrement(ref _pendingHandshakes);
            _handshakeSlots.Release();
        }
    }

    private void Close(Exception cause)
    {
        _ready.Writer.TryComplete(cause);
        while (_ready.Reader.TryRead(out Stream? pending))
        {
            pending.Dispose();
        }

        // Observes the exception, so that it is not reported as unhandled.
        _ = _ready.Reader.Completion.Exception;
    }
}
