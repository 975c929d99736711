using System.Net.Sockets;

namespace QmpGen;

/// <summary>Deletes socket files that a killed process left behind.</summary>
internal static class SocketFile
{
    /// <summary>Deletes a socket file on which no process listens.</summary>
    /// <exception cref="QmpConnectionException">The file is not a socket, or a process listens on it.</exception>
    /// <exception cref="SocketException">Probing the socket failed.</exception>
    public static void RemoveStale(string path)
    {
        if (!Path.Exists(path))
        {
            return;
        }

        if (Directory.Exists(path))
        {
            throw new QmpConnectionException(
                $"Cannot listen at unix:{path}: the path is a directory. Specify a file in it."
            );
        }

        if (!IsSocket(path))
        {
            throw new QmpConnectionException(
                $"Cannot listen at unix:{path}: the file exists but is not a socket that this user can access. "
                    + "Choose another path or move the file."
            );
        }

        if (HasListener(path))
        {
            throw new QmpConnectionException(
                $"Cannot listen at unix:{path}: another process is listening there. "
                    + "Choose another path or stop that process."
            );
        }

        File.Delete(path);
    }

    // Connecting fails in the same way for sockets and other files, but only a socket is empty and cannot be opened.
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

    private static bool HasListener(string path)
    {
        // The listener would accept a stream connection as QEMU. A datagram socket does not reach it, but Windows does
        // not support datagram sockets.
        using Socket probe = OperatingSystem.IsWindows()
            ? UnixAddress.CreateSocket()
            : new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

        // Do not wait if the queue of the listener is full.
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
