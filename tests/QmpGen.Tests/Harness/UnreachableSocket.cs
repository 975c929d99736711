using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace QmpGen.Tests;

/// <summary>Creates files to which a client cannot connect, each for another reason.</summary>
internal static partial class UnreachableSocket
{
    private const uint Nobody = 65534;

    /// <summary>Creates a socket file that no process uses.</summary>
    public static string CreateStale(string directory)
    {
        string path = Path.Combine(directory, "stale");
        using Socket socket = Bind(Path.Combine(directory, "moved"));
        File.Move(Path.Combine(directory, "moved"), path);
        return path;
    }

    /// <summary>Binds a stream socket without listening.</summary>
    public static Socket Bind(string path)
    {
        Socket socket = UnixAddress.CreateSocket();
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    /// <summary>Binds a datagram socket.</summary>
    public static Socket BindDatagram(string path)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    /// <summary>Creates a FIFO.</summary>
    public static string CreateFifo(string directory)
    {
        string path = Path.Combine(directory, "fifo");
        using Process mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
        return path;
    }

    /// <summary>Connects without the permission to write to the socket, even if the tests run as root.</summary>
    public static async Task<QmpClient> ConnectWithoutPermissionAsync(string path, QmpClientOptions? options = null)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }

        // Loads everything that is necessary while files can still be read.
        await Assert.ThrowsAsync<QmpConnectionException>(() => QmpClient.ConnectAsync($"unix:{path}-none"));
        File.SetUnixFileMode(path, UnixFileMode.None);

        // Connecting to a unix socket happens on the calling thread.
        int user = SetFileSystemUser(Nobody);
        Task<QmpClient> connecting = QmpClient.ConnectAsync($"unix:{path}", options);
        _ = SetFileSystemUser((uint)user);
        return await connecting.WaitAsync(ScriptedPeer.WaitTimeout);
    }

    /// <summary>Sets the user id of this thread for access to files, and returns the previous one.</summary>
    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetFileSystemUser(uint user);
}
