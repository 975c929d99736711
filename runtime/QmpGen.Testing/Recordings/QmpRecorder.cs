using System.Text;
using QmpGen.Testing.Recordings;

namespace QmpGen.Testing;

/// <summary>Records the messages between a client and its peer for <see cref="QmpTestServer.Replay"/>.</summary>
/// <remarks>
/// <para>Set it as the wire tap of a client: <c>new QmpClientOptions { WireTap = recorder }</c>. A client can reconnect
/// during a recording. Use a separate recorder for each client. Thread-safe.</para>
/// <para>The file is UTF-8 text with one message on each line: <c>C:</c> for the client, <c>S:</c> for QEMU or its
/// agent, <c>#</c> for a comment. Each message is written before the next one is accepted, so the recording is complete
/// up to a crash.</para>
/// <para>Arguments are stored as sent, including passwords. On Unix, only the owner can read the file.</para>
/// <para>A recording of a guest agent does not contain the synchronization. Its requests and responses get ids, which
/// match responses with requests.</para>
/// </remarks>
public sealed class QmpRecorder : IQmpWireTap, IDisposable
{
    private const string Header =
        "# QMP session recorded by QmpGen.Testing. C: client, S: QEMU or guest agent. "
        + "Arguments are stored as sent, including passwords.\n";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly RecordingFormatter _formatter = new();
    private Exception? _failure;
    private bool _disposed;

    /// <summary>Starts a recording.</summary>
    /// <param name="path">The file. An existing file is replaced. A symbolic link is not followed.</param>
    /// <exception cref="IOException">The file cannot be created, or is a symbolic link.</exception>
    /// <exception cref="UnauthorizedAccessException">The user cannot write the file.</exception>
    public QmpRecorder(string path)
    {
        _file = Open(path);
        try
        {
            // An existing file keeps its permissions when it is replaced.
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(_file.SafeFileHandle, OwnerOnly);
            }

            _file.Write(Encoding.UTF8.GetBytes(Header));
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a message to the file.</summary>
    /// <param name="message">The message.</param>
    /// <remarks>The client calls this method. Does nothing after <see cref="Dispose"/> or after a write has failed.
    /// <see cref="Dispose"/> reports the failure.</remarks>
    public void OnMessage(QmpWireMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_gate)
        {
            if (_disposed || _failure is not null)
            {
                return;
            }

            try
            {
                foreach (string line in _formatter.FormatLines(message))
                {
                    _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
                }
            }
            catch (Exception e)
            {
                // The client ignores exceptions of a wire tap, so Dispose reports this one.
                _failure = e;
            }
        }
    }

    /// <summary>Ends the recording and closes the file.</summary>
    /// <remarks>Dispose the client first, because it delivers its last messages while it is disposed.</remarks>
    /// <exception cref="IOException">A message could not be written, so the recording is incomplete.</exception>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _file.Dispose();
        }

        if (_failure is not null)
        {
            throw new IOException(
                $"The recording '{_file.Name}' is incomplete. Record the session again. {_failure.Message}",
                _failure
            );
        }
    }

    private static FileStream Open(string path)
    {
        // With CreateNew, the operating system does not follow a link, which another user could have put there.
        bool exists = File.Exists(path) || Directory.Exists(path);
        if (new FileInfo(path).LinkTarget is not null)
        {
            throw new IOException($"The recording '{path}' is a symbolic link. Delete it, or use another path.");
        }

        FileStreamOptions options = new()
        {
            Mode = exists ? FileMode.Truncate : FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        if (!exists && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }
}
