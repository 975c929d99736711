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
        SocketDirectory.Delete(_directory);
    }

    private static QemuListener OpenIn(string folder)
    {
        try
        {
            return SocketDirectory.Create(
                folder,
                "the socket for QEMU's monitor",
                (directory, path) => new QemuListener(QmpListener.Listen(new UnixAddress(path)), directory)
            );
        }
        catch (IOException e)
        {
            throw new QmpConnectionException(e.Message, e.InnerException)
            {
                IsTransient = e.InnerException is not (DirectoryNotFoundException or UnauthorizedAccessException),
            };
        }
    }
}
