using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading.Tasks.Sources;

namespace QmpGen;

/// <summary>Receives from a unix socket on the thread of a <see cref="SocketPoller"/>.</summary>
/// <remarks>One receive at a time.</remarks>
[SupportedOSPlatform("linux")]
internal sealed class PolledSocket : IValueTaskSource<int>, IDisposable
{
    private readonly Socket _socket;
    private readonly SafeHandle _descriptor;
    private readonly SocketPoller _poller;
    private readonly long _key;
    private ManualResetValueTaskSourceCore<int> _received;
    private Memory<byte> _buffer;
    private int _isReceiving;
    private volatile bool _isDisposed;

    private PolledSocket(Socket socket, SocketPoller poller)
    {
        _socket = socket;
        _descriptor = socket.SafeHandle;
        _poller = poller;
        _key = poller.Add(this, _descriptor);
        socket.Blocking = false;
    }

    /// <summary>Creates the receiver for a connection. Null if it is not a unix socket or the system does not have a
    /// poller.</summary>
    /// <remarks>.NET waits for TCP sockets from the time that they are connected, so polling would be a second
    /// wait.</remarks>
    public static PolledSocket? TryCreate(Stream stream)
    {
        bool canPoll =
            stream is NetworkStream { Socket.AddressFamily: AddressFamily.Unix }
            && stream.GetType() == typeof(NetworkStream);
        if (!canPoll || SocketPoller.Shared is not { } poller)
        {
            return null;
        }

        try
        {
            return new PolledSocket(((NetworkStream)stream).Socket, poller);
        }
        catch (Exception e) when (e is Win32Exception or ObjectDisposedException)
        {
            // The limit of the system for polled descriptors is reached, or the stream is closed.
            return null;
        }
    }

    /// <summary>Receives bytes.</summary>
    /// <returns>The number of bytes; 0 if the peer closed the connection or the socket was disposed. The continuation
    /// runs on the poller's thread and must not run user code.</returns>
    /// <exception cref="IOException">The connection was lost.</exception>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer)
    {
        _received.Reset();
        _buffer = buffer;
        if (!TryHoldDescriptor())
        {
            return ValueTask.FromResult(0);
        }

        Interlocked.Exchange(ref _isReceiving, 1);
        if (_isDisposed)
        {
            Complete(0);
        }
        else
        {
            Arm();
        }

        return new ValueTask<int>(this, _received.Version);
    }

    /// <summary>Receives the bytes that have arrived. Runs on the poller's thread.</summary>
    public void OnReadable()
    {
        // The end of the connection is also reported before the first receive.
        if (Volatile.Read(ref _isReceiving) == 0)
        {
            return;
        }

        try
        {
            int count = _socket.Receive(_buffer.Span, SocketFlags.None, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                Arm();
            }
            else if (error != SocketError.Success)
            {
                SocketException failure = new((int)error);
                Complete(new IOException(failure.Message, failure));
            }
            else
            {
                Complete(count);
            }
        }
        catch (ObjectDisposedException)
        {
            Complete(0);
        }
    }

    /// <summary>Stops polling and ends the receive.</summary>
    /// <remarks>The owner of the stream closes the socket.</remarks>
    public void Dispose()
    {
        _isDisposed = true;
        _poller.Remove(_key);
        Complete(0);
    }

    int IValueTaskSource<int>.GetResult(short token) => _received.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _received.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _received.OnCompleted(continuation, state, token, flags);

    /// <summary>Keeps the descriptor open during a receive.</summary>
    /// <remarks>A closed descriptor would never become readable. If the owner disposes the socket during a receive,
    /// .NET shuts it down because of this, and the receive ends.</remarks>
    private bool TryHoldDescriptor()
    {
        try
        {
            bool isHeld = false;
            _descriptor.DangerousAddRef(ref isHeld);
            return isHeld;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    private void Arm()
    {
        try
        {
            _poller.Arm(_descriptor, _key);
        }
        catch (ObjectDisposedException)
        {
            Complete(0);
        }
        catch (Exception e)
        {
            Complete(e);
        }
    }

    private void Complete(int count)
    {
        if (TryEndReceive())
        {
            _received.SetResult(count);
        }
    }

    private void Complete(Exception failure)
    {
        if (TryEndReceive())
        {
            _received.SetException(failure);
        }
    }

    private bool TryEndReceive()
    {
        if (Interlocked.Exchange(ref _isReceiving, 0) == 0)
        {
            return false;
        }

        _descriptor.DangerousRelease();
        return true;
    }
}
