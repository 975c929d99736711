using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace QmpGen;

/// <summary>Waits for the unix sockets of all connections on one <see cref="EventLoop"/>.</summary>
[SupportedOSPlatform("linux")]
internal sealed class SocketPoller
{
    private readonly NativePoll _poll = new();
    private readonly ConcurrentDictionary<long, PolledSocket> _sockets = new();
    private readonly long[] _readable = new long[NativePoll.MaxEvents];
    private long _lastKey;

    private SocketPoller() => _ = new EventLoop(WaitForSockets);

    /// <summary>The poller of the program, or null if the system does not have one.</summary>
    public static SocketPoller? Shared { get; } = TryCreate();

    /// <summary>Adds a socket.</summary>
    /// <returns>The key of the socket.</returns>
    public long Add(PolledSocket socket, SafeHandle descriptor)
    {
        long key = Interlocked.Increment(ref _lastKey);
        _poll.Add(descriptor, key);
        _sockets[key] = socket;
        return key;
    }

    /// <summary>Calls <see cref="PolledSocket.OnReadable"/> once.</summary>
    public void Arm(SafeHandle descriptor, long key) => _poll.Arm(descriptor, key);

    /// <summary>Removes a socket.</summary>
    public void Remove(long key) => _sockets.TryRemove(key, out _);

    private static SocketPoller? TryCreate()
    {
        try
        {
            return OperatingSystem.IsLinux() ? new SocketPoller() : null;
        }
        catch (Exception e) when (e is Win32Exception or DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    private void WaitForSockets()
    {
        int count = _poll.Wait(_readable);
        foreach (long key in _readable.AsSpan(0, count))
        {
            if (_sockets.TryGetValue(key, out PolledSocket? socket))
            {
                socket.OnReadable();
            }
        }
    }
}
