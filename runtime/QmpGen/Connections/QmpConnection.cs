using System.IO.Pipelines;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>
/// One connection: a reader loop, a sender that runs only while there is something to send, and the calls in between.
/// Decides under the lock
/// of its <see cref="QmpCallTable"/> and completes outside it; nothing of the user's runs on the reader loop.
/// </summary>
internal sealed partial class QmpConnection : IAsyncDisposable
{
    private const string Quit = "quit";

    // What the end of a connection waits for: a request to be finished, answers to be read that have come already, a
    // farewell to be said.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    private readonly QmpEndpoint _endpoint;
    private readonly QmpClientOptions _options;
    private readonly QmpBindings _bindings;
    private readonly QmpEvents _events;
    private readonly QmpLogger _logger;
    private readonly QmpCallTable _calls = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<QmpGreeting> _greeting = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WireTapQueue? _tap;
    private volatile Task _reading = Task.CompletedTask;
    private volatile Task _writing = Task.CompletedTask;
    private QmpOutOfBandDialect _dialect;
    private GuestAgentMarks? _marks;

    /// <summary>Takes over a stream. Nothing is read before <see cref="Start"/>.</summary>
    /// <param name="stream">The connected stream, which is owned from here on.</param>
    /// <param name="endpoint">Where it leads to.</param>
    /// <param name="options">How to keep it.</param>
    /// <param name="bindings">Which commands have no answer.</param>
    /// <param name="events">Where events go.</param>
    /// <param name="logger">The user's logger, behind a queue.</param>
    public QmpConnection(
        Stream stream,
        QmpEndpoint endpoint,
        QmpClientOptions options,
        QmpBindings bindings,
        QmpEvents events,
        QmpLogger logger
    )
    {
        Stream = stream;
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true));
        _endpoint = endpoint;
        _options = options;
        _bindings = bindings;
        _events = events;
        _logger = logger;
        _tap = options.WireTap is { } tap ? new WireTapQueue(tap) : null;
    }

    /// <summary>What is written to; the handshake's until <see cref="Start"/>.</summary>
    public Stream Stream { get; }

    /// <summary>What is read from; the handshake's until <see cref="Start"/>.</summary>
    public PipeReader Input { get; }

    /// <summary>The greeting, once it has come.</summary>
    public Task<QmpGreeting> Greeting => _greeting.Task;

    public bool OutOfBandEnabled => _calls.Limited;

    /// <summary>Called once, when the connection ends, before anybody is told.</summary>
    public Action<QmpConnection>? Ending { get; set; }

    /// <summary>Completes when the connection has ended, every call has been told, and nothing more is read.</summary>
    public Task Closed => _closed.Task;

    public bool HasEnded => _calls.Ended;

    /// <summary>Why it has ended; null while it has not, and where this side closed it.</summary>
    public QmpException? Cause => _calls.Cause;

    /// <summary>Whether the peer has greeted more than once, which ended the connection.</summary>
    public bool GreetedAgain { get; private set; }

    /// <summary>Whether the peer has been asked to end, so that the end of the connection is what was wanted.</summary>
    public bool HasQuit { get; private set; }

    /// <summary>Starts to read: from here on there may be calls.</summary>
    /// <param name="marks">How the answers of a guest agent are told apart; null where the peer echoes ids.</param>
    public void Start(GuestAgentMarks? marks = null)
    {
        _marks = marks;
        _calls.ForgetsCancelled = marks is not null;
        _ = ContextFreeTask.Run(ReadAndEndAsync);
    }

    /// <summary>From here on out-of-band requests may be sent, and the window holds.</summary>
    public void EnableOutOfBand(QmpOutOfBandDialect dialect, int window)
    {
        _dialect = dialect;
        _calls.Window = window;
        _calls.Limited = true;
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <exception cref="InvalidOperationException">Out-of-band execution is asked for and is not on.</exception>
    /// <exception cref="NotSupportedException">A descriptor is to be sent where none can be.</exception>
    /// <exception cref="ArgumentException">The descriptor is none.</exception>
    /// <exception cref="QmpCommandException">QEMU answered with an error.</exception>
    /// <exception cref="QmpTimeoutException">The answer took too long.</exception>
    public async Task<QmpMessage> CallAsync(
        string command,
        byte[] arguments,
        bool outOfBand,
        QmpCallOptions how,
        CancellationToken cancellationToken
    )
    {
        QmpRequest.CheckCommand(command);
        cancellationToken.ThrowIfCancellationRequested();
        QmpCall call = new(
            command,
            arguments,
            IsOutOfBand(command, outOfBand, how),
            isAnswered: !_bindings.Unanswered.Contains(command),
            Hold(how.Descriptor)
        );
        try
        {
            return await MeasureAsync(call, how.Timeout ?? _options.CallTimeout, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            if (!call.Sent)
            {
                call.Descriptor?.Dispose();
            }
        }
    }

    private async Task<QmpMessage> MeasureAsync(QmpCall call, TimeSpan limit, CancellationToken cancellationToken)
    {
        using QmpMeasurement measurement = new(call, _endpoint, _options, _logger);
        try
        {
            return await CallAsync(call, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            measurement.Fail(e);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A connection that was never started has no reader loop to end it.
        await EndAsync(null, peerIsGone: false).ConfigureAwait(false);
        await Closed.ConfigureAwait(false);
    }

    private async Task<QmpMessage> CallAsync(QmpCall call, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (!_calls.TryAdd(call, out bool startSending))
        {
            throw ConnectionEnded.CreateException($"'{call.Command}' was not sent", Cause);
        }

        using CancellationTokenSource? clock =
            limit == Timeout.InfiniteTimeSpan ? null : new CancellationTokenSource(limit);
        using CancellationTokenRegistration expiry = clock is null ? default : OnExpiry(call, limit, clock.Token);
        using CancellationTokenRegistration cancellation = cancellationToken.CanBeCanceled
            ? OnCancellation(call, cancellationToken)
            : default;
        if (startSending)
        {
            _ = ContextFreeTask.RunInline(SendAsync);
        }

        QmpMessage answer = await call.Answer.ConfigureAwait(false);
        if (answer.Kind != QmpMessageKind.Error)
        {
            return answer;
        }

        (string errorClass, string description) = answer.ReadError();
        throw new QmpCommandException(call.Command, errorClass, description);
    }

    private PassedDescriptor? Hold(SafeHandle? descriptor) =>
        (descriptor, _marks) switch
        {
            (null, _) => null,
            (_, null) => PassedDescriptor.Hold(descriptor, Stream),
            _ => throw new QmpNotSupportedException("A guest agent takes no descriptors: they cannot leave the host."),
        };

    /// <summary>Whether the call goes out-of-band: what was asked for, unless the session has none and the caller said
    /// what to do then.</summary>
    private bool IsOutOfBand(string command, bool outOfBand, QmpCallOptions how) =>
        !outOfBand || OutOfBandEnabled ? outOfBand
        : how.InBandFallback ?? _options.InBandFallback ? false
        : throw new QmpNotSupportedException(
            $"'{command}' was asked for out-of-band, which is not switched on in this session: either QEMU did not offer it (before 4.0 it takes "
                + $"-mon …,x-oob=on), or {nameof(QmpClientOptions)}.{nameof(QmpClientOptions.OutOfBand)} says Never. Ask for it in-band instead, or set "
                + $"{nameof(QmpClientOptions.InBandFallback)} where that may be done by itself."
        );

    private CancellationTokenRegistration OnExpiry(QmpCall call, TimeSpan limit, CancellationToken clock) =>
        clock.UnsafeRegister(
            _ =>
            {
                Withdraw(call);
                call.Fail(TimedOut(call, limit));
            },
            null
        );

    private CancellationTokenRegistration OnCancellation(QmpCall call, CancellationToken cancellation) =>
        cancellation.UnsafeRegister(
            _ =>
            {
                Withdraw(call);
                call.Cancel(cancellation);
            },
            null
        );

    private void Withdraw(QmpCall call)
    {
        _calls.Withdraw(call, out bool startSending);
        if (startSending)
        {
            ContextFreeTask.Run(SendAsync);
        }
    }

    private QmpTimeoutException TimedOut(QmpCall call, TimeSpan limit)
    {
        string peer = _marks is null ? "QEMU" : "the guest agent";
        string state = (call, OutOfBandEnabled) switch
        {
            ({ Sent: true }, _) => $"The request has left, so {peer} may still execute it.",
            ({ Descriptor: not null }, _) =>
                "The request has not left and will not: those with a descriptor follow one another.",
            ({ OutOfBand: false }, true) =>
                $"The request has not left and will not: {_calls.Window} others are in flight, as many as {peer} takes.",
            _ => $"The request has not left and will not: {peer} does not read.",
        };
        string cause = _marks is null
            ? "The usual causes are an earlier command that takes long, a main loop that waits for storage, and a process that was stopped."
            : "The usual causes are an earlier command that takes long, and a guest that stands still.";
        return new QmpTimeoutException(
            $"Waited {limit.TotalSeconds:0.###} s for the answer to '{call.Command}'. {state} {cause} The connection stays usable."
        );
    }

    /// <summary>Ends the connection, once, and tells everybody who waits. The first cause counts.</summary>
    /// <param name="cause">Why; null where this side closes it.</param>
    /// <param name="peerIsGone">Whether the peer has left, rather than merely being left.</param>
    private async Task EndAsync(QmpException? cause, bool peerIsGone)
    {
        if (!_calls.End(cause, out QmpCall[] pending))
        {
            return;
        }

        Ending?.Invoke(this);
        if (cause is not null)
        {
            LogEnded(cause.Message, pending.Count(call => !call.Answer.IsCompleted));
        }

        foreach (QmpCall call in pending)
        {
            End(call, cause, peerIsGone);
        }

        if (_greeting.TrySetException(ConnectionEnded.CreateException("QEMU's greeting did not come", cause)))
        {
            _ = _greeting.Task.Exception;
        }

        try
        {
            await CloseAsync(isOrderly: cause is null).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogCloseFailed(e);
        }

        // What the reader is at comes before the end.
        await Task.WhenAny(_reading, Task.Delay(s_grace)).ConfigureAwait(false);
        if (_tap is not null)
        {
            await Task.WhenAny(_tap.DrainAsync(), Task.Delay(s_grace)).ConfigureAwait(false);
        }

        _closed.TrySetResult();
    }

    private static void End(QmpCall call, QmpException? cause, bool peerIsGone)
    {
        // QEMU may be gone before it has answered 'quit', and the guest before this side knows that the request has
        // been written: that is then
        // what was asked for.
        if (call.Sent && peerIsGone && (call.Command == Quit || !call.IsAnswered))
        {
            call.Complete(QmpMessage.EmptyReturn());
        }
        else
        {
            call.Fail(
                ConnectionEnded.CreateException(call.Sent ? $"'{call.Command}' was not answered" : $"'{call.Command}' was not sent", cause)
            );
        }
    }

    /// <summary>Closes the stream; in an orderly way, where there is time for it: a request that has been begun is
    /// finished, and TLS says farewell.</summary>
    private async Task CloseAsync(bool isOrderly)
    {
        if (isOrderly)
        {
            await Task.WhenAny(_writing, Task.Delay(s_grace)).ConfigureAwait(false);
            if (Stream is TlsStream tls && _writing.IsCompleted)
            {
                await tls.ShutdownAsync().WaitAsync(s_grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        try
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }
        finally
        {
            await Stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    [LoggerMessage(10, LogLevel.Warning, "The QMP connection ended with {Pending} calls pending: {Cause}")]
    private partial void LogEnded(string cause, int pending);

    [LoggerMessage(11, LogLevel.Debug, "The QMP connection's stream could not be closed.")]
    private partial void LogCloseFailed(Exception exception);
}
