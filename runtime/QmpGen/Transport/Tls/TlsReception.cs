using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;

namespace QmpGen;

/// <summary>
/// Those who call in by TLS. Each goes through the handshake for itself, so that who is silent or turned away keeps
/// nobody else waiting.
/// </summary>
internal sealed class TlsReception : IDisposable
{
    private const int MostHandshakes = 64;

    // A QEMU answers only when its machine is made, which takes minutes where all its memory is touched.
    private static readonly TimeSpan s_handshakeLimit = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly SslServerAuthenticationOptions _tls;
    private readonly string _endpoint;
    private readonly CancellationTokenSource _closed = new();
    private readonly SemaphoreSlim _room = new(MostHandshakes);
    private readonly Channel<Stream> _ready = Channel.CreateUnbounded<Stream>();
    private volatile QmpException? _refusal;
    private int _callers;

    /// <summary>Begins to accept.</summary>
    public TlsReception(Socket socket, SslServerAuthenticationOptions tls, string endpoint)
    {
        _socket = socket;
        _tls = tls;
        _endpoint = endpoint;
        _ = Task.Run(AcceptAsync);
    }

    /// <summary>Why nobody has got through of late; null where nobody has tried.</summary>
    public Exception? Refusal =>
        (_refusal, _callers) switch
        {
            ({ } refusal, _) => refusal,
            (null, 0) => null,
            _ => new QmpTimeoutException(
                $"Somebody called in ({_endpoint}) and does not go on with the handshake of TLS: the chardev has no tls-creds=, or QEMU is still starting."
            ),
        };

    /// <summary>Waits for the next who has got through.</summary>
    /// <exception cref="ChannelClosedException">There will be none; within is why.</exception>
    public ValueTask<Stream> NextAsync(CancellationToken cancellationToken) =>
        _ready.Reader.ReadAsync(cancellationToken);

    /// <summary>Hangs up on those who have not been taken.</summary>
    public void Dispose()
    {
        _closed.Cancel();
        Close(new ObjectDisposedException(nameof(TlsReception)));
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await _room.WaitAsync(_closed.Token).ConfigureAwait(false);
                _ = ReceiveAsync(new NetworkStream(await AcceptCallerAsync().ConfigureAwait(false), ownsSocket: true));
            }
        }
        catch (Exception e)
        {
            Close(e);
        }
    }

    private async Task<Socket> AcceptCallerAsync()
    {
        while (true)
        {
            try
            {
                return await _socket.AcceptAsync(_closed.Token).ConfigureAwait(false);
            }
            catch (SocketException e) when (!_closed.IsCancellationRequested)
            {
                // A caller that has hung up again, or no descriptor left to accept it with: both pass.
                _refusal = new QmpConnectionException($"Cannot accept a connection at {_endpoint}: {e.Message}", e);
                await Task.Delay(s_pause, _closed.Token).ConfigureAwait(false);
            }
        }
    }

    private async Task ReceiveAsync(Stream plain)
    {
        Interlocked.Increment(ref _callers);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
        limit.CancelAfter(s_handshakeLimit);
        try
        {
            Stream stream = await TlsHandshake.AsServerAsync(plain, _tls, _endpoint, limit.Token).ConfigureAwait(false);
            _refusal = null;
            if (!_ready.Writer.TryWrite(stream))
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Who was silent for so long has been told of while he was.
        }
        catch (Exception e)
        {
            _refusal =
                e as QmpException
                ?? new QmpConnectionException($"The handshake of TLS failed ({_endpoint}): {e.Message}", e);
        }
        finally
        {
            Interlocked.Decrement(ref _callers);
            _room.Release();
        }
    }

    private void Close(Exception cause)
    {
        _ready.Writer.TryComplete(cause);
        while (_ready.Reader.TryRead(out Stream? untaken))
        {
            untaken.Dispose();
        }

        _ = _ready.Reader.Completion.Exception;
    }
}
