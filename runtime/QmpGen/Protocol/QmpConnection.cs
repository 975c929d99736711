using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace QmpGen;

/// <summary>
/// One connection: a reader loop, a sender that runs only while there is something to send, and the calls in between. Decides under the lock
/// of its <see cref="QmpCallTable"/> and completes outside it; nothing of the user's runs on the reader loop.
/// </summary>
internal sealed partial class QmpConnection : IAsyncDisposable
{
    private readonly QmpClientOptions _options;
    private readonly IReadOnlyList<string> _unanswered;
    private readonly ILogger _logger;
    private readonly QmpCallTable _calls = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<QmpGreeting> _greeting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private QmpOutOfBandDialect _dialect;
    private GuestAgentMarks? _marks;

    /// <summary>Takes over a stream. Nothing is read before <see cref="Start"/>.</summary>
    /// <param name="stream">The connected stream, which is owned from here on.</param>
    /// <param name="options">How to keep it.</param>
    /// <param name="bindings">What reads the events, and which commands have no answer.</param>
    public QmpConnection(Stream stream, QmpClientOptions options, QmpBindings bindings)
    {
        Stream = stream;
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true));
        _options = options;
        _unanswered = bindings.Unanswered;
        _logger = options.Logger is null ? NullLogger.Instance : new QmpLogger(options.Logger);
        Events = new QmpEventStream(bindings, options.EventBuffer, _logger);
    }

    /// <summary>What is written to; the handshake's until <see cref="Start"/>.</summary>
    public Stream Stream { get; }

    /// <summary>What is read from; the handshake's until <see cref="Start"/>.</summary>
    public PipeReader Input { get; }

    public QmpEventStream Events { get; }

    /// <summary>The user's logger, behind a queue.</summary>
    public ILogger Logger => _logger;

    /// <summary>The greeting, once it has come.</summary>
    public Task<QmpGreeting> Greeting => _greeting.Task;

    public bool OutOfBandEnabled => _calls.Limited;

    public Task Closed => _closed.Task;

    public Exception? Cause => _calls.Cause;

    /// <summary>Starts to read: from here on there may be calls.</summary>
    /// <param name="marks">How the answers of a guest agent are told apart; null where the peer echoes ids.</param>
    public void Start(GuestAgentMarks? marks = null)
    {
        _marks = marks;
        _calls.ForgetsCancelled = marks is not null;
        _ = Task.Run(ReadLoopAsync);
    }

    /// <summary>From here on out-of-band requests may be sent, and the window holds.</summary>
    public void EnableOutOfBand(QmpOutOfBandDialect dialect)
    {
        _dialect = dialect;
        _calls.Limited = true;
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <exception cref="InvalidOperationException">Out-of-band execution is asked for and is not on.</exception>
    /// <exception cref="QmpCommandException">QEMU answered with an error.</exception>
    public async Task<QmpMessage> CallAsync(string command, byte[] arguments, bool outOfBand, CancellationToken cancellationToken)
    {
        if (outOfBand && !OutOfBandEnabled)
        {
            throw new InvalidOperationException(
                $"'{command}' was asked for out-of-band, which is not switched on in this session: either QEMU did not offer it (before 4.0 it takes "
                + $"-mon …,x-oob=on), or {nameof(QmpClientOptions)}.{nameof(QmpClientOptions.OutOfBand)} says Never. Ask for it in-band instead.");
        }

        QmpRequest.CheckCommand(command);
        QmpCall call = new(command, arguments, outOfBand, isAnswered: !_unanswered.Contains(command));
        cancellationToken.ThrowIfCancellationRequested();
        using Activity? activity = QmpTelemetry.Start(command, outOfBand);
        if (!_calls.TryAdd(call, out bool startSending))
            throw Ended($"'{command}' was not sent", Cause);

        if (startSending)
            _ = SendAsync();

        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                (QmpCallTable calls, QmpCall call) = ((QmpCallTable, QmpCall))state!;
                calls.Withdraw(call);
                call.Cancel(token);
            },
            (_calls, call));
        try
        {
            QmpMessage answer = await call.Answer.ConfigureAwait(false);
            if (answer.Kind != QmpMessageKind.Error)
                return answer;

            (string errorClass, string description) = answer.ReadError();
            throw new QmpCommandException(command, errorClass, description);
        }
        catch (Exception e)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e is QmpCommandException { ErrorClass: var errorClass } ? errorClass : e.GetType().Name);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The reader loop is not waited for: the streams of some processes can neither be cancelled nor closed while they are read.
        await EndAsync(null).ConfigureAwait(false);
        await Closed.ConfigureAwait(false);
    }

    /// <summary>What somebody is told who wanted something of a connection that has ended.</summary>
    /// <param name="what">What did not happen, as the start of a sentence.</param>
    /// <param name="cause">Why the connection ended; null where this side closed it.</param>
    internal static Exception Ended(string what, Exception? cause) => cause switch
    {
        null => new QmpConnectionException($"{what}: the connection was closed by this program."),
        QmpProtocolException => new QmpProtocolException($"{what}: {cause.Message}", cause),
        _ => new QmpConnectionException($"{what}: {cause.Message}", cause),
    };

    /// <summary>Writes what is to be sent until there is nothing left. A request that has been begun is never given up half-written.</summary>
    private async Task SendAsync()
    {
        QmpCall? call = null;
        try
        {
            while ((call = _calls.NextToSend()) is not null)
            {
                await Stream.WriteAsync(RequestOf(call), _stop.Token).ConfigureAwait(false);
                await Stream.FlushAsync(_stop.Token).ConfigureAwait(false);
                call.Arguments = [];
                if (!call.IsAnswered)
                    call.Complete(QmpMessage.EmptyReturn());
            }
        }
        catch (Exception e)
        {
            QmpConnectionException cause = new($"The connection was lost while a request was sent: {e.Message}", e);
            if (call is { IsAnswered: false })
                call.Fail(Ended($"'{call.Command}' was not sent", cause));

            await EndAsync(cause).ConfigureAwait(false);
        }
    }

    private ReadOnlyMemory<byte> RequestOf(QmpCall call) => _marks is null
        ? QmpRequest.Write(call.Command, call.Arguments, call.Id, call.OutOfBand ? _dialect : null)
        : _marks.Enclose(QmpRequest.Write(call.Command, call.Arguments, id: null, outOfBand: null), call.Id);

    /// <summary>Ends the connection, once, and tells everybody who waits. The first cause counts.</summary>
    private async Task EndAsync(Exception? cause)
    {
        if (!_calls.End(cause, out QmpCall[] pending))
            return;

        if (cause is not null)
            LogEnded(cause.Message, pending.Count(call => !call.Answer.IsCompleted));

        foreach (QmpCall call in pending)
        {
            // QEMU may be gone before it has answered 'quit', and the guest before this side knows that the request has been written: that is then
            // what was asked for.
            if (call.Sent && (call.Command == "quit" || !call.IsAnswered) && cause is QmpConnectionException)
                call.Complete(QmpMessage.EmptyReturn());
            else
                call.Fail(Ended(call.Sent ? $"'{call.Command}' was not answered" : $"'{call.Command}' was not sent", cause));
        }

        if (_greeting.TrySetException(Ended("QEMU's greeting did not come", cause)))
            _ = _greeting.Task.Exception;

        Events.End(cause);
        await _stop.CancelAsync().ConfigureAwait(false);
        try
        {
            await Stream.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogCloseFailed(e);
        }

        _closed.TrySetResult();
    }

    [LoggerMessage(10, LogLevel.Warning, "The QMP connection ended with {Pending} calls pending: {Cause}")]
    private partial void LogEnded(string cause, int pending);

    [LoggerMessage(11, LogLevel.Debug, "The QMP connection's stream could not be closed.")]
    private partial void LogCloseFailed(Exception exception);
}
