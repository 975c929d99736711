using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;

namespace QmpGen;

/// <summary>
/// Where a QEMU that we start finds us: a unix socket in a directory that only this user may enter or, on Windows, a port of the loopback interface.
/// Since it is there before QEMU is, nobody has to try again until QEMU listens. Serves one connection. Disposing leaves no file behind.
/// </summary>
internal sealed class QemuListener : IDisposable
{
    private readonly Socket _socket;
    private readonly string? _directory;

    private QemuListener(Socket socket, string address, string? directory)
    {
        _socket = socket;
        _directory = directory;
        Address = address;
    }

    /// <summary>The address as options of QEMU's socket chardev.</summary>
    public string Address { get; }

    /// <summary>Listens in the way of the operating system.</summary>
    /// <param name="folder">Where a socket's own directory is made.</param>
    /// <exception cref="QmpConnectionException">A socket cannot be made there.</exception>
    public static QemuListener Open(string folder) => OperatingSystem.IsWindows() ? OnLoopback() : InFolder(folder);

    public static QemuListener OnLoopback()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            socket.Listen(1);
            return new QemuListener(socket, $"host=127.0.0.1,port={((IPEndPoint)socket.LocalEndPoint!).Port}", directory: null);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new QmpConnectionException($"QEMU's monitor cannot be listened for on a port of 127.0.0.1: {e.Message}", e);
        }
    }

    /// <summary>Waits for QEMU; the files are gone when this object is disposed of, the connection stays.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<Stream> AcceptAsync(CancellationToken cancellationToken)
    {
        Socket socket = await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
        if (_directory is null)
            socket.NoDelay = true;

        return new NetworkStream(socket, ownsSocket: true);
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    [UnsupportedOSPlatform("windows")]
    private static QemuListener InFolder(string folder)
    {
        string directory = DirectoryIn(Path.GetFullPath(folder));
        string path = SocketIn(directory);
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (!Directory.Exists(Path.GetDirectoryName(directory)))
                throw new DirectoryNotFoundException("there is no such directory");

            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            socket.Listen(1);

            // In QEMU's options a comma is written twice.
            return new QemuListener(socket, $"path={path.Replace(",", ",,", StringComparison.Ordinal)}", directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            using QemuListener leftover = new(socket, "", directory);
            throw new QmpConnectionException(
                $"The socket for QEMU's monitor cannot be made in '{folder}': {e.Message}. Let TMPDIR name a directory that this user may write to.",
                e);
        }
    }

    /// <summary>A directory that does not exist yet. A TMPDIR may be too deep for a socket; <c>/tmp</c> never is.</summary>
    private static string DirectoryIn(string folder)
    {
        string directory = Path.Combine(folder, $"qmpgen-{Path.GetRandomFileName()}");
        return Encoding.UTF8.GetByteCount(SocketIn(directory)) <= UnixAddress.MaxBytes ? directory : DirectoryIn("/tmp");
    }

    private static string SocketIn(string directory) => Path.Combine(directory, "qmp");
}
