using System.Text;
using QmpGen.Testing.Replay;

namespace QmpGen.Testing;

/// <summary>Records what a client and its peer say to each other into a file that <see cref="QmpTestServer.Replay"/>
/// plays back:
/// <c>new QmpClientOptions { WireTap = recorder }</c>.</summary>
/// <remarks>
/// The file is text in UTF-8, a message a line: <c>C:</c> before what the client said, <c>S:</c> before what its peer
/// said, <c>#</c> before a comment. Each
/// message is in the file before the next is taken, so that a program that crashes leaves what was said up to a moment
/// before. Arguments are recorded as they are,
/// passwords included: where the system knows of owners, the file is its owner's alone. What synchronises with a guest
/// agent is left out, and each of its requests gets an id, by which
/// the file tells whose answer an answer is. For one client, which may reconnect, and whose messages come in order; two
/// at once need a recorder each. Safe for use by several threads.
/// </remarks>
public sealed class QmpRecorder : IQmpWireTap, IDisposable
{
    private const string Header =
        "# A QMP session as QmpGen.Testing recorded it. C: the client, S: QEMU or its agent. Arguments are here as they were sent, passwords included.\n";
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly RecordingFilter _filter = new();
    private Exception? _failure;
    private bool _disposed;

    /// <summary>Begins a recording.</summary>
    /// <param name="path">The file. One that is there is replaced.</param>
    /// <exception cref="IOException">The file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public QmpRecorder(string path)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersAlone;
        }

        _file = new FileStream(path, options);
        try
        {
            // One that was there has kept the rights that it had.
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(_file.SafeFileHandle, OwnersAlone);
            }

            _file.Write(Encoding.UTF8.GetBytes(Header));
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a message to the file. Called by the client.</summary>
    /// <param name="message">The message.</param>
    /// <remarks>Does nothing after the recorder was disposed, or after a failure, which <see cref="Dispose"/>
    /// reports.</remarks>
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
                foreach (string line in _filter.Lines(message))
                {
                    _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
                }
            }
            catch (Exception e)
            {
                // Whatever it is: the client, which calls this, is not to know, and Dispose tells it.
                _failure = e;
            }
        }
    }

    /// <summary>Ends the recording and closes the file. Dispose of the client first, which hands over its last messages
    /// before it has been disposed.</summary>
    /// <exception cref="IOException">Something could not be written, so that the recording is not whole.</exception>
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
            throw new IOException($"The recording '{_file.Name}' is not whole: {_failure.Message}", _failure);
        }
    }
}
