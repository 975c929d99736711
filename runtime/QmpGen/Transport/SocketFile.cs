using System.Net.Sockets;

namespace QmpGen;

/// <summary>Examines socket files, and deletes those that a killed process left behind.</summary>
internal static class SocketFile
{
    /// <summary>Deletes a socket file that no process uses.</summary>
    /// <exception cref="QmpConnectionException">The file is not a socket, or a process uses it.</exception>
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
            )
            {
                IsTransient = false,
            };
        }

        if (IsSocket(path) is not { } isSocket)
        {
            return;
        }

        if (!isSocket)
        {
            throw new QmpConnectionException(
                $"Cannot listen at unix:{path}: the file exists but is not a socket that this user can access. "
                    + "Choose another path or move the file."
            )
            {
                IsTransient = false,
            };
        }

        if (IsBound(new UnixDomainSocketEndPoint(path)))
        {
            throw new QmpConnectionException(
                $"Cannot listen at unix:{path}: another process uses the socket. "
                    + "Choose another path or stop that process."
            );
        }

        File.Delete(path);
    }

    /// <summary>Determines whether a file is a socket; null if the file has been deleted.</summary>
    public static bool? IsSocket(string path) =>
        OperatingSystem.IsLinux() ? NativeFile.IsSocket(path) : ProbeSocket(path);

    // A socket is empty and cannot be opened.
    private static bool? ProbeSocket(string path)
    {
        try
        {
            if (new FileInfo(path) is { Length: > 0 })
            {
                return false;
            }

            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Determines whether a process uses a stream socket, even if it does not listen.</summary>
    /// <returns>False also if the file does not exist.</returns>
    /// <exception cref="SocketException">Probing the socket failed.</exception>
    public static bool IsBound(UnixDomainSocketEndPoint address)
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
            probe.Connect(address);
            return true;
        }
        catch (SocketException e)
            when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.AddressNotAvailable)
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
