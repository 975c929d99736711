using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace QmpGen;

/// <summary>
/// A QEMU, or a <c>qemu-storage-daemon</c>, that this program has started and that ends with it:
/// <see cref="DisposeAsync"/> kills it.
/// </summary>
/// <remarks>
/// <para>QEMU gets a monitor more than its arguments say, which connects to this program: <see cref="Monitor"/>, to be
/// given to <c>ConnectAsync</c>.
/// There is no race with a QEMU that is still starting, and one that ends instead, since an argument is wrong, ends the
/// <c>ConnectAsync</c> with what
/// it printed. The socket is in a directory of its own, which only this user may enter and which is gone as soon as
/// QEMU has connected; on Windows it
/// is a port of 127.0.0.1, which takes whoever of this machine calls first.</para>
/// <para>Its standard input is empty, its standard output is read and thrown away: a serial port that is to be read
/// needs a chardev of its own
/// (<c>-serial file:PATH</c>), not <c>stdio</c>. Of its standard error the end is kept:
/// <see cref="ErrorOutput"/>.</para>
/// <para>To a guest a kill is a power failure. A guest that is to shut down is told so by <c>system_powerdown</c>, QEMU
/// by <c>quit</c>; then
/// <see cref="Exited"/> is awaited, and nothing is left to be killed. Safe for use by several threads.</para>
/// </remarks>
/// <example><code>
/// await using QemuProcess qemu = QemuProcess.Start("qemu-system-x86_64", ["-M", "q35", "-display", "none"]);
/// await using QmpClient vm = await QmpClient.ConnectAsync(qemu.Monitor);
/// </code></example>
public sealed partial class QemuProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_killLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_explainLimit = TimeSpan.FromMilliseconds(500);

    // A child that outlives QEMU may hold its standard error open; without one this is for a machine that is busy.
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);

    private readonly string _name;
    private readonly ILogger _logger;
    private readonly Process _process;
    private readonly QemuErrorOutput _errors;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _reading;
    private readonly Task<int> _death;
    private readonly Task<Stream> _connection;
    private readonly Lazy<Task> _disposal;
    private bool _taken;
    private volatile bool _lettingGo;
    private bool _endedHere;

    private QemuProcess(QemuProcessOptions options, Process process, QemuListener listener)
    {
        _name = Path.GetFileName(options.Program);
        _logger = options.Logger is { } logger ? new QmpLogger(logger) : NullLogger.Instance;
        _process = process;
        _errors = new QemuErrorOutput(LogErrorOutput);
        _disposal = new Lazy<Task>(EndAsync);
        Id = process.Id;
        Monitor = new QemuMonitor(this);
        _reading = Task.WhenAll(
            _errors.ReadAsync(process.StandardError.BaseStream, _ended.Token),
            process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, _ended.Token)
        );
        _connection = AcceptAsync(listener);
        _death = WatchAsync();
        Exited = HearLastWordsAsync();
    }

    /// <summary>The monitor by which this program and QEMU are connected. One client can connect to it, once;
    /// <c>ConnectAsync</c> waits for QEMU to
    /// be ready, and may be called again only where it failed before QEMU had connected.</summary>
    /// <remarks>More clients, or clients that come and go, need a monitor of their own among the arguments:
    /// <c>-qmp unix:PATH,server=on,wait=off</c>. There is no connecting again where options ask for it.</remarks>
    public QmpEndpoint Monitor { get; }

    /// <summary>The number of the process; also after its end.</summary>
    public int Id { get; }

    /// <summary>The exit code, when the process has ended, by itself or killed. Where a signal ended it, the code is
    /// 128 and the signal's number: 137
    /// after a <see cref="Kill"/> (on Windows -1). Never faults, and is not cancelled: give it a limit by
    /// <c>WaitAsync</c>.</summary>
    public Task<int> Exited { get; }

    /// <summary>The last 64 KiB of what has been printed on the standard error up to now; all of it where it was less,
    /// and complete when
    /// <see cref="Exited"/> has completed.</summary>
    public string ErrorOutput => _errors.ToString();

    private string LastWords => _errors.Excerpt() is { Length: > 0 } words ? $" and said: {words}" : ".";

    /// <summary>Starts a program with arguments.</summary>
    /// <param name="program">A name that is looked for on the PATH, or a path: <c>qemu-system-x86_64</c>.</param>
    /// <param name="arguments">The arguments, one by one, without those of a monitor.</param>
    /// <inheritdoc cref="Start(QemuProcessOptions)"/>
    public static QemuProcess Start(string program, IReadOnlyList<string> arguments) =>
        Start(new QemuProcessOptions { Program = program, Arguments = arguments });

    /// <summary>Starts a program as the options say. It is not waited for: <c>ConnectAsync</c> with the
    /// <see cref="Monitor"/> does that.</summary>
    /// <param name="options">What, and how.</param>
    /// <returns>The process, to be disposed of.</returns>
    /// <exception cref="ArgumentException">The arguments say <c>-daemonize</c>, which would take QEMU out of this
    /// program's hands.</exception>
    /// <exception cref="QmpConnectionException">The program is not there or cannot be executed, its working directory
    /// does not exist, or the
    /// directory for temporary files cannot be written to. The message says which; nothing is left over.</exception>
    public static QemuProcess Start(QemuProcessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        QemuListener listener = QemuListener.Open(options.SocketFolder);
        try
        {
            return new QemuProcess(options, QemuCommandLine.Start(options, listener), listener);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Ends the process and its children as a crash would, without waiting for their end: by SIGKILL, or
    /// TerminateProcess. Does nothing where
    /// it has ended by itself: the children that it left are nobody's then, and are not found.</summary>
    /// <exception cref="AggregateException">The operating system does not allow it: the program has become another
    /// user's.</exception>
    public void Kill()
    {
        try
        {
            if (!_death.IsCompleted)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException) when (_death.IsCompleted)
        {
            // It ended, and was disposed of, between the two lines.
        }
    }

    /// <summary>Kills the process and its children, as <see cref="Kill"/> does, and waits until the process has ended.
    /// May be called again, and while others
    /// wait for <see cref="Exited"/>. A connected client learns of it as of any end of QEMU.</summary>
    /// <returns>Done when nothing is left: no process, no file.</returns>
    /// <exception cref="AggregateException">The operating system does not allow the killing.</exception>
    /// <exception cref="QmpTimeoutException">The process was killed and did not end within 10 seconds, since the kernel
    /// holds it.</exception>
    public ValueTask DisposeAsync() => new(_disposal.Value);

    /// <summary>The program and its process, for messages.</summary>
    /// <returns><c>qemu-system-x86_64 (process 4711)</c>.</returns>
    public override string ToString() => $"{_name} (process {Id})";

    /// <summary>Waits until QEMU has connected, and hands the connection over, to the first who asks.</summary>
    internal async ValueTask<Stream> TakeConnectionAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposal.IsValueCreated, this);
        if (Interlocked.Exchange(ref _taken, true))
        {
            throw new QmpConnectionException(
                $"{this} connects to this program once, and that connection is taken. Every further client needs a monitor of its own among the "
                    + "arguments: -qmp unix:PATH,server=on,wait=off."
            );
        }

        try
        {
            return await _connection.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            await GiveBackAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            int code = await Exited.WaitAsync(cancellationToken).ConfigureAwait(false);
            throw new QmpConnectionException(Describe(code, " before it connected to its monitor"), e);
        }
        catch (Exception e)
        {
            throw new QmpConnectionException($"The connection of {this} cannot be taken: {e.Message}", e);
        }
    }

    /// <summary>Why a client may hear nothing.</summary>
    internal string ExplainSilence()
    {
        string silence = _connection.IsCompletedSuccessfully
            ? $"{this} has connected and says nothing: it stands still, or is busy starting"
            : $"{this} runs and has not connected to its monitor: it is no QEMU, or a script that does not hand its arguments on, or still starting";
        return silence + LastWords;
    }

    /// <summary>How the process has ended, where it has.</summary>
    internal async ValueTask<string?> ExplainEndAsync()
    {
        // The connection's end is seen a little before that of the process, and that before its last words.
        await ((Task)Exited).WaitAsync(s_explainLimit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _death.IsCompleted ? Describe(await _death.ConfigureAwait(false)) : null;
    }

    private async Task<Stream> AcceptAsync(QemuListener listener)
    {
        using (listener)
        {
            return await listener.AcceptAsync(_ended.Token).ConfigureAwait(false);
        }
    }

    private async Task<int> WatchAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        return _process.ExitCode;
    }

    private async Task<int> HearLastWordsAsync()
    {
        int code = await _death.ConfigureAwait(false);
        await _reading.WaitAsync(s_lastWords).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _ended.CancelAsync().ConfigureAwait(false);
        LogEnded(_name, Id, code);
        return code;
    }

    private async Task EndAsync()
    {
        _endedHere = !_death.IsCompleted;
        try
        {
            // The system is searched for children, which takes its time.
            await Task.Run(Kill).ConfigureAwait(false);
            await Exited.WaitAsync(s_killLimit).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new QmpTimeoutException(
                $"{this} was killed and has not ended within {s_killLimit.TotalSeconds} s: the kernel holds it, as for a disk that does not answer.",
                e
            );
        }
        finally
        {
            await LetGoAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Gives back what is ours, whatever has become of the process.</summary>
    private async Task LetGoAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);

        // There are systems on which a read of a pipe that somebody holds open cannot be cancelled.
        await Task.WhenAll(_reading, _connection)
            .WaitAsync(s_lastWords)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _lettingGo = true;
        await CloseUntakenAsync().ConfigureAwait(false);
        _process.StandardError.Dispose();
        _process.StandardOutput.Dispose();
        if (Exited.IsCompleted)
        {
            _process.Dispose();
        }
    }

    /// <summary>Lets somebody else take the connection; nobody will where it is too late for that.</summary>
    private async Task GiveBackAsync()
    {
        Interlocked.Exchange(ref _taken, false);
        if (_lettingGo)
        {
            await CloseUntakenAsync().ConfigureAwait(false);
        }
    }

    private async Task CloseUntakenAsync()
    {
        if (_connection.IsCompletedSuccessfully && !Interlocked.Exchange(ref _taken, true))
        {
            await (await _connection.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }

    private string Describe(int code, string when = "")
    {
        string end =
            code is > 128 and < 160 && !OperatingSystem.IsWindows()
                ? $"was killed by signal {code - 128}"
                : $"ended with exit code {code}";
        return _endedHere ? $"{_name} was ended by this program{when}." : $"{_name} {end}{when}{LastWords}";
    }

    private void LogErrorOutput(string line) => LogErrorOutput(_name, Id, line);

    [LoggerMessage(60, LogLevel.Warning, "{Program} (process {Process}): {Line}")]
    private partial void LogErrorOutput(string program, int process, string line);

    [LoggerMessage(61, LogLevel.Information, "{Program} (process {Process}) ended with exit code {Code}.")]
    private partial void LogEnded(string program, int process, int code);
}
