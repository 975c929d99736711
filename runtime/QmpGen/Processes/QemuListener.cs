using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;

namespace QmpGen;

/// <summary>
/// Where a QEMU that we start finds us: a unix socket in a directory that only this user may enter or, on Windows, a
/// port of the loopback interface.
/// Since it is there before QEMU is, nobody has to try again until QEMU listens. Serves one connection. Disposing
/// leaves no file behind.
/// </summary>
internal sealed class QemuListener : IDisposable
{
    private readonly QmpListener _listener;
    private readonly string? _directory;

    private QemuListener(QmpListener listener, string? directory)
    {
        _listener = listener;
        _directory = directory;
    }

    /// <summary>The address as options of QEMU's socket chardev.</summary>
    public string Address => _listener.Address;

    /// <summary>Listens in the way of the operating system.</summary>
    /// <param name="folder">Where a socket's own directory is made.</param>
    /// <exception cref="QmpConnectionException">A socket cannot be made there.</exception>
    public static QemuListener Open(string folder) => OperatingSystem.IsWindows() ? OnLoopback() : InFolder(folder);

    public static QemuListener OnLoopback() => new(QmpListener.Start("tcp:127.0.0.1:0"), directory: null);

    /// <summary>Waits for QEMU; the files are gone when this object is disposed of, the connection stays.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ValueTask<Stream> AcceptAsync(CancellationToken cancellationToken) =>
        _listener.AcceptAsync(cancellationToken);

    public void Dispose()
    {
        _listener.Dispose();
        Delete(_directory);
    }

    [UnsupportedOSPlatform("windows")]
    private static QemuListener InFolder(string folder)
    {
        string directory = DirectoryIn(Path.GetFullPath(folder));
        try
        {
            if (!Directory.Exists(Path.GetDirectoryName(directory)))
            {
                throw new DirectoryNotFoundException("there is no such directory");
            }

            Directory.CreateDirectory(
                directory,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
            return new QemuListener(QmpListener.ListenAt(new UnixAddress(SocketIn(directory))), directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            Delete(directory);
            throw new QmpConnectionException(
                $"The socket for QEMU's monitor cannot be made in '{folder}': {e.Message}. Let TMPDIR name a directory that this user may write to.",
                e
            );
        }
    }

    /// <summary>A directory that does not exist yet. A TMPDIR may be too deep for a socket; <c>/tmp</c> never
    /// is.</summary>
    private static string DirectoryIn(string folder)
    {
        string directory = Path.Combine(folder, $"qmpgen-{Path.GetRandomFileName()}");
        return Encoding.UTF8.GetByteCount(SocketIn(directory)) <= UnixAddress.MaxBytes
            ? directory
            : DirectoryIn("/tmp");
    }

    private static string SocketIn(string directory) => Path.Combine(directory, "qmp");

    private static void Delete(string? directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
