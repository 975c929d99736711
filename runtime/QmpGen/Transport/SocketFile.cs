using System.Net.Sockets;

namespace QmpGen;

/// <summary>The file that stands for a unix socket. It outlives a listener that was killed, and must then make room for
/// the next.</summary>
internal static class SocketFile
{
    /// <summary>Deletes a socket's file at which nobody listens.</summary>
    /// <exception cref="QmpConnectionException">The file is no socket, or somebody listens.</exception>
    /// <exception cref="SocketException">Whether somebody listens cannot be found out.</exception>
    public static void RemoveStale(string path)
    {
        if (!Path.Exists(path))
        {
            return;
        }

        if (Directory.Exists(path))
        {
            throw new QmpConnectionException($"Cannot listen at unix:{path}: that is a directory. Name a file in it.");
        }

        if (!IsSocket(path))
        {
            throw new QmpConnectionException(
                $"Cannot listen at unix:{path}: the file exists and is no socket that this user may use. Choose another path, or move the file away."
            );
        }

        if (IsListenedAt(path))
        {
            throw new QmpConnectionException(
                $"Cannot listen at unix:{path}: somebody listens there already. Choose another path, or end who listens."
            );
        }

        File.Delete(path);
    }

    /// <summary>Connecting tells no socket from other files; but nothing can open a socket, and it has no
    /// content.</summary>
    private static bool IsSocket(string path)
    {
        if (new FileInfo(path) is { Length: > 0 })
        {
            return false;
        }

        try
        {
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static bool IsListenedAt(string path)
    {
        // A caller would be taken for QEMU. Datagrams are of the wrong kind for a listener, which thus hears nothing;
        // Windows knows no others.
        using Socket probe = OperatingSystem.IsWindows()
            ? UnixAddress.CreateSocket()
            : new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

        // A listener whose queue is full must not make this wait.
        probe.Blocking = false;
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused)
        {
            return false;
        }
        catch (SocketException e)
            when (e.SocketErrorCode
                    is SocketError.ProtocolType
                        or SocketError.WouldBlock
                        or SocketError.TryAgain
                        or SocketError.InProgress
            )
        {
            return true;
        }
    }
}
