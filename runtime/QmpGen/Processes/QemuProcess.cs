using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace QmpGen;

/// <summary>A QEMU or <c>qemu-storage-daemon</c> process that is killed when this object is disposed.</summary>
/// <remarks>
/// <para>
/// The process gets an additional monitor that connects to this program: pass <see cref="Monitor"/> to
/// <c>ConnectAsync</c>. If QEMU exits instead, for example because of a wrong argument, the exception contains its
/// standard error. The socket is in a private directory that is deleted when QEMU has connected. On Windows, it is a
/// port of 127.0.0.1, to which any local process can connect first.
/// </para>
/// <para>
/// The standard input is empty. The standard output is discarded: to read a serial port, use a chardev such as
/// <c>-serial file:PATH</c> instead of <c>stdio</c>. The end of the standard error is kept in
/// <see cref="ErrorOutput"/>.
/// </para>
/// <para>
/// For the guest, a kill is a power failure. To shut down the guest, send <c>system_powerdown</c>; to end QEMU, send
/// <c>quit</c>. Then await <see cref="Exited"/>. Thread-safe.
/// </para>
/// </remarks>
/// <example><code>
/// await using QemuProcess qemu = QemuProcess.Start("qemu-system-x86_64", ["-M", "q35", "-display", "none"]);
/// await using QmpClient vm = await QmpClient.ConnectAsync(qemu.Monitor);
/// </code></example>
public sealed partial class QemuProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_killTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_explainTimeout = TimeSpan.FromMilliseconds(500);

    // A child process that outlives QEMU can keep the standard error open.
    private static readonly TimeSpan s_stderrDrainTimeout = TimeSpan.FromSeconds(2);

    private readonly string _name;
    private readonly ILogger _logger;
    private readonly bool _hasExperimentalOutOfBand;
    private readonly Process _process;
    private readonly QemuErrorOutput _errorOutput;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _outputReader;
    private readonly Task<int> _exit;
    private readonly Task<Stream> _connection;
    private readonly Lazy<Task> _disposal;
    private bool _isConnectionTaken;
    private volatile bool _isDetaching;
    private bool _isEndedByDispose;

    private QemuProcess(QemuProcessOptions options, Process process, QemuListener listener)
    {
        _name = Path.GetFileName(options.Program);
        _logger = options.Logger is { } logger ? new QmpLogger(logger) : NullLogger.Instance;
        _process = process;
        _hasExperimentalOutOfBand = options.ExperimentalOutOfBand;
        _errorOutput = new QemuErrorOutput(LogErrorOutput);
        _disposal = new Lazy<Task>(KillAndDetachAsync);
        Id = process.Id;
        Monitor = new QemuMonitor(this);
        _outputReader = Task.WhenAll(
            _errorOutput.ReadAsync(process.StandardError.BaseStream, _stop.Token),
            process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, _stop.Token)
        );
        _connection = AcceptAsync(listener);
        _exit = WaitForExitCodeAsync();
        Exited = DrainStandardErrorAsync();
    }

    /// <summary>The monitor that connects to this program.</summary>
    /// <remarks>
    /// It supports one connection, so <see cref="QmpClientOptions.Reconnect"/> cannot be used. <c>ConnectAsync</c>
    /// waits until QEMU is ready. Call it again only if it failed before QEMU connected. For other clients, add a
    /// monitor to the arguments: <c>-qmp unix:PATH,server=on,wait=off</c>.
    /// </remarks>
    public QmpEndpoint Monitor { get; }

    /// <summary>The process ID, which stays available after the exit.</summary>
    public int Id { get; }

    /// <summary>A task that completes with the exit code when the process exits.</summary>
    /// <remarks>
    /// The code of a process that was ended by a signal is 128 plus the signal number: 137 after <see cref="Kill"/> (-1
    /// on Windows). The task never fails and is never canceled. To limit the wait, use <c>WaitAsync</c>.
    /// </remarks>
    public Task<int> Exited { get; }

    /// <summary>The last 64 KiB of the standard error.</summary>
    /// <remarks>The text is complete when <see cref="Exited"/> has completed.</remarks>
    public string ErrorOutput => _errorOutput.ToString();

    private string ErrorOutputSuffix =>
        _errorOutput.GetExcerpt() is { Length: > 0 } excerpt ? $". Its standard error: {excerpt}" : ".";

    private string OptionAdvice =>
        _hasExperimentalOutOfBand && ErrorOutput.Contains("'x-oob'", StringComparison.Ordinal)
            ? $" Only QEMU 2.12 to 3.1 need {nameof(QemuProcessOptions)}."
                + $"{nameof(QemuProcessOptions.ExperimentalOutOfBand)}: remove it."
            : "";

    /// <summary>Starts a program with arguments.</summary>
    /// <param name="program">A path, or a name on the PATH, such as <c>qemu-system-x86_64</c>.</param>
    /// <param name="arguments">The arguments, without those of the monitor.</param>
    /// <inheritdoc cref="Start(QemuProcessOptions)"/>
    public static QemuProcess Start(string program, IReadOnlyList<string> arguments) =>
        Start(new QemuProcessOptions { Program = program, Arguments = arguments });

    /// <summary>Starts a program with options.</summary>
    /// <param name="options">The options.</param>
    /// <returns>The process. Dispose it to kill it.</returns>
    /// <remarks>The method does not wait until QEMU is ready.</remarks>
    /// <exception cref="ArgumentException">The arguments contain <c>-daemonize</c>, which detaches QEMU, or an option
    /// contains a NUL character.</exception>
    /// <exception cref="QmpConnectionException">
    /// The program, its working directory or the directory for temporary files cannot be used. The message contains the
    /// reason.
    /// </exception>
    public static QemuProcess Start(QemuProcessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        QemuListener listener = QemuListener.Open(options.SocketFolder);
        try
        {
            return new QemuProcess(options, QemuLauncher.Start(options, listener), listener);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Kills the process and its children without waiting for their exit.</summary>
    /// <remarks>
    /// Uses SIGKILL or TerminateProcess. Does nothing if the process has exited; children that it left behind are not
    /// found.
    /// </remarks>
    /// <exception cref="AggregateException">Access is denied because the process runs as another user.</exception>
    public void Kill()
    {
        try
        {
            if (!_exit.IsCompleted)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException) when (_exit.IsCompleted)
        {
            // The process exited and was disposed between the check and the kill.
        }
    }

    /// <summary>Kills the process and its children, and waits for the exit of the process.</summary>
    /// <returns>A task that completes when the process has exited and all files are deleted.</returns>
    /// <remarks>Can be called more than once. A connected client is notified as for any exit of QEMU.</remarks>
    /// <exception cref="AggregateException">Access is denied because the process runs as another user.</exception>
    /// <exception cref="QmpTimeoutException">The process did not exit within 10 seconds.</exception>
    public ValueTask DisposeAsync() => new(_disposal.Value);

    /// <summary>Returns the name and ID of the process.</summary>
    /// <returns>The text, such as <c>qemu-system-x86_64 (process 4711)</c>.</returns>
    public override string ToString() => $"{_name} (process {Id})";

    /// <summary>Waits until QEMU connects, and returns the connection to the first caller.</summary>
    internal async ValueTask<Stream> AcceptConnectionAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposal.IsValueCreated, this);
        if (Interlocked.Exchange(ref _isConnectionTaken, true))
        {
            throw new QmpConnectionException(
                $"{this} connects only once, and another client uses the connection. "
                    + "For each additional client, add a monitor to the arguments: -qmp unix:PATH,server=on,wait=off."
            )
            {
                IsTransient = false,
            };
        }

        try
        {
            return await _connection.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            await ReturnConnectionAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            int code = await Exited.WaitAsync(cancellationToken).ConfigureAwait(false);
            throw new QmpConnectionException(Describe(code, " before its monitor connected"), e)
            {
                IsTransient = false,
            };
        }
        catch (Exception e)
        {
            throw new QmpConnectionException($"Cannot accept the connection of {this}: {e.Message}", e);
        }
    }

    /// <summary>Explains why the client does not receive anything.</summary>
    internal string ExplainSilence()
    {
        string state = _connection.IsCompletedSuccessfully
            ? $"{this} is connected but sends nothing: it is stopped or still starting"
            : $"{this} is running but has not connected its monitor: "
                + "it is still starting, is not QEMU, or is a script that does not pass on its arguments";
        return state + ErrorOutputSuffix;
    }

    /// <summary>Explains how the process ended; null if it is still running.</summary>
    internal async ValueTask<string?> ExplainEndAsync()
    {
        // The connection closes slightly before the process exits and its output ends.
        await ((Task)Exited).WaitAsync(s_explainTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _exit.IsCompleted ? Describe(await _exit.ConfigureAwait(false)) : null;
    }

    private async Task<Stream> AcceptAsync(QemuListener listener)
    {
        using (listener)
        {
            return await listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
        }
    }

    private async Task<int> WaitForExitCodeAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        return _process.ExitCode;
    }

    private async Task<int> DrainStandardErrorAsync()
    {
        int code = await _exit.ConfigureAwait(false);
        await _outputReader.WaitAsync(s_stderrDrainTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync().ConfigureAwait(false);
        LogExited(_name, Id, code);
        return code;
    }

    private async Task KillAndDetachAsync()
    {
        _isEndedByDispose = !_exit.IsCompleted;
        try
        {
            // Finding the child processes takes time.
            await Task.Run(Kill).ConfigureAwait(false);
            await Exited.WaitAsync(s_killTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new QmpTimeoutException(
                $"{this} was killed but did not exit within {s_killTimeout.TotalSeconds} s. "
                    + "The kernel is probably waiting for a device, such as a disk that does not respond.",
                e
            );
        }
        finally
        {
            await DetachAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Releases all resources, even if the process is still running.</summary>
    private async Task DetachAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);

        // Some systems cannot cancel the read of a pipe that another process keeps open.
        await Task.WhenAll(_outputReader, _connection)
            .WaitAsync(s_stderrDrainTimeout)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _isDetaching = true;
        await CloseUnusedConnectionAsync().ConfigureAwait(false);
        _process.StandardError.Dispose();
        _process.StandardOutput.Dispose();
        if (Exited.IsCompleted)
        {
            _process.Dispose();
        }
    }

    /// <summary>Makes the connection available again, or closes it if the process is being detached.</summary>
    private async Task ReturnConnectionAsync()
    {
        Interlocked.Exchange(ref _isConnectionTaken, false);
        if (_isDetaching)
        {
            await CloseUnusedConnectionAsync().ConfigureAwait(false);
        }
    }

    private async Task CloseUnusedConnectionAsync()
    {
        if (_connection.IsCompletedSuccessfully && !Interlocked.Exchange(ref _isConnectionTaken, true))
        {
            await (await _connection.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    private string Describe(int code, string when = "")
    {
        string end =
            code is > 128 and < 160 && !OperatingSystem.IsWindows()
                ? $"was killed by signal {code - 128}"
                : $"exited with code {code}";
        return _isEndedByDispose
            ? $"{_name} was killed by this program{when}."
            : $"{_name} {end}{when}{ErrorOutputSuffix}{OptionAdvice}";
    }

    private void LogErrorOutput(string line) => LogErrorOutput(_name, Id, line);

    [LoggerMessage(60, LogLevel.Warning, "{Program} (process {Process}): {Line}")]
    private partial void LogErrorOutput(string program, int process, string line);

    [LoggerMessage(61, LogLevel.Information, "{Program} (process {Process}) exited with code {Code}.")]
    private partial void LogExited(string program, int process, int code);
}
