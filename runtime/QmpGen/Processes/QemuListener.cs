using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;

namespace QmpGen;

/// <summary>Listens for the monitor of a QEMU that this program starts.</summary>
/// <remarks>
/// Uses a unix socket in a directory that only this user can access or, on Windows, a loopback port. It listens before
/// QEMU starts, so that no retries are necessary. Accepts one connection. Disposing deletes the files.
/// </remarks>
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

    /// <summary>Starts listening on the kind of socket that suits the operating system.</summary>
    /// <param name="folder">The directory in which to create a private directory for the socket.</param>
    /// <exception cref="QmpConnectionException">The socket cannot be created.</exception>
    public static QemuListener Open(string folder) => OperatingSystem.IsWindows() ? OpenLoopback() : OpenIn(folder);

    public static QemuListener OpenLoopback() => new(QmpListener.Start("tcp:127.0.0.1:0"), directory: null);

    /// <summary>Waits for QEMU to connect.</summary>
    /// <remarks>The connection outlives this object.</remarks>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public ValueTask<Stream> AcceptAsync(CancellationToken cancellationToken) =>
        _listener.AcceptAsync(cancellationToken);

    public void Dispose()
    {
        _listener.Dispose();
        Delete(_directory);
    }

    [UnsupportedOSPlatform("windows")]
    private static QemuListener OpenIn(string folder)
    {
        string directory = ChooseDirectory(Path.GetFullPath(folder));
        try
        {
            if (!Directory.Exists(Path.GetDirectoryName(directory)))
            {
                throw new DirectoryNotFoundException("the directory does not exist");
            }

            Directory.CreateDirectory(
                directory,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
            return new QemuListener(QmpListener.Listen(new UnixAddress(GetSocketPath(directory))), directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SocketException)
        {
            Delete(directory);
            throw new QmpConnectionException(
                $"Cannot create the socket for QEMU's monitor in '{folder}': {e.Message.TrimEnd('.')}. "
                    + "Set TMPDIR to a directory that this user can write to.",
                e
            )
            {
                IsTransient = e is not (DirectoryNotFoundException or UnauthorizedAccessException),
            };
        }
    }

    /// <summary>Chooses a new directory, in <c>/tmp</c> if the given path is too long for a socket.</summary>
    private static string ChooseDirectory(string folder)
    {
        string directory = Path.Combine(folder, $"qmpgen-{Path.GetRandomFileName()}");
        return Encoding.UTF8.GetByteCount(GetSocketPath(directory)) <= UnixAddress.MaxBytes
            ? directory
            : ChooseDirectory("/tmp");
    }

    private static string GetSocketPath(string directory) => Path.Combine(directory, "qmp");

    private static void Delete(string? directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
