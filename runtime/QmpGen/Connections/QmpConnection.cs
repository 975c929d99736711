using System.Runtime.InteropServices;

namespace QmpGen;

/// <summary>One connection: a receive loop, a sender that runs while requests are queued, and the calls.</summary>
/// <remarks>
/// <para>A call passes through <see cref="RequestAsync{TResult}"/>, which queues it in the <see cref="QmpCallTable"/>.
/// The sender encodes and writes it. The receive loop passes responses to the <see cref="QmpConversation"/>, which
/// completes the call.</para>
/// <para>User code never runs on the receive loop.</para>
/// </remarks>
internal sealed partial class QmpConnection : IConversationHost, IAsyncDisposable
{
    // Reading a smaller response takes too little time to check the timeout.
    private const int MinStoppableBytes = 64 * 1024;

    // Connecting has a separate timeout.
    private static readonly QmpCallOptions s_noTimeout = new() { Timeout = Timeout.InfiniteTimeSpan };

    private readonly QmpConversation _conversation;
    private readonly QmpCallTable _calls;
    private readonly QmpEndpoint _endpoint;
    private readonly QmpClientOptions _options;
    private readonly QmpLogger _logger;
    private readonly WireTapQueue? _tap;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="transport">The open transport, which the connection owns.</param>
    /// <param name="conversation">The protocol. <see cref="QmpConversation.StartAsync"/> starts receiving.</param>
    /// <param name="endpoint">The endpoint of the transport.</param>
    /// <param name="options">The options of the client.</param>
    /// <param name="logger">The logger.</param>
    public QmpConnection(
        QmpTransport transport,
        QmpConversation conversation,
        QmpEndpoint endpoint,
        QmpClientOptions options,
        QmpLogger logger
    )
    {
        Transport = transport;
        _conversation = conversation;
        _calls = conversation.Calls;
        _endpoint = endpoint;
        _options = options;
        _logger = logger;
        _tap = options.WireTap is { } tap ? new WireTapQueue(tap, $"{endpoint}", logger) : null;
    }

    public QmpTransport Transport { get; }

    public bool OutOfBandEnabled => _conversation.OutOfBandEnabled;

    /// <summary>Whether the peer was asked to exit, so that the end of the connection is expected.</summary>
    public bool HasQuit => _conversation.HasQuit;

    /// <summary>Sends a request, waits for its response and reads it.</summary>
    /// <exception cref="QmpNotSupportedException">The connection does not support out-of-band execution or
    /// descriptors.</exception>
    /// <exception cref="ArgumentException">The descriptor is invalid.</exception>
    /// <exception cref="QmpCommandException">The response is an error.</exception>
    /// <exception cref="QmpTimeoutException">The call timed out.</exception>
    /// <exception cref="QmpException">The connection ended, or the response does not match the schema.</exception>
    public async Task<TResult> RequestAsync<TResult>(
        string command,
        byte[] arguments,
        QmpResultReader<TResult> readResult,
        bool outOfBand,
        QmpCallOptions callOptions,
        CancellationToken cancellationToken
    )
    {
        QmpRequest.Validate(command, arguments);
        cancellationToken.ThrowIfCancellationRequested();
        QmpCall call = new(
            command,
            arguments,
            SelectOutOfBand(command, outOfBand, callOptions),
            _conversation.ExpectsResponse(command),
            HoldDescriptor(callOptions.Descriptor)
        );
        TimeSpan timeout = callOptions.Timeout ?? _options.CallTimeout;
        try
        {
            using CallTelemetry telemetry = new(call, _endpoint, _options, _logger);
            try
            {
                return await SendAndReadResultAsync(call, readResult, timeout, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception e)
            {
                telemetry.OnFailed(e);
                throw;
            }
        }
        finally
        {
            if (!call.IsSent)
            {
                call.Descriptor?.Dispose();
            }
        }
    }

    Task IConversationHost.RequestAsync(string command, byte[] arguments, CancellationToken cancellationToken) =>
        RequestAsync(command, arguments, static (_, _) => true, outOfBand: false, s_noTimeout, cancellationToken);

    private async Task<TResult> SendAndReadResultAsync<TResult>(
        QmpCall call,
        QmpResultReader<TResult> readResult,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        if (!_calls.TryAdd(call, out bool mustStartSending))
        {
            string state = FinalCause is not null || Cause is null ? "closed" : "not connected";
            throw ConnectionEnded.CreateException(
                $"'{call.Command}' was not sent, because the client is {state}",
                FinalCause ?? Cause
            );
        }

        using CancellationTokenSource? timer =
            timeout == Timeout.InfiniteTimeSpan ? null : new CancellationTokenSource(timeout);
        using CancellationTokenRegistration expiration = timer is null
            ? default
            : RegisterExpiration(call, timeout, timer.Token);
        using CancellationTokenRegistration cancellation = cancellationToken.CanBeCanceled
            ? RegisterCancellation(call, cancellationToken)
            : default;
        if (mustStartSending)
        {
            _ = ContextFreeTask.RunInline(SendQueuedAsync);
        }

        QmpMessage response = await call.Response.ConfigureAwait(false);
        if (response.Kind == QmpMessageKind.Error)
        {
            (string errorClass, string description) = response.ReadError();
            throw new QmpCommandException(call.Command, errorClass, description);
        }

        bool canStop = response.Payload.Length >= MinStoppableBytes;
        Func<Exception?>? getStopReason = canStop ? () => call.Failure ?? CreateClosedException(call) : null;
        return readResult(response.Payload, _conversation.CreateReadContext(call.Command, getStopReason));
    }

    /// <summary>Creates the exception for a response that is being read while this program closes the
    /// connection.</summary>
    private QmpException? CreateClosedException(QmpCall call) =>
        _calls is { HasEnded: true, Cause: null }
            ? ConnectionEnded.CreateException($"The response to '{call.Command}' was not read", cause: null)
            : null;

    private PassedDescriptor? HoldDescriptor(SafeHandle? descriptor) =>
        descriptor is null ? null
        : _conversation.SupportsDescriptors ? Transport.HoldDescriptor(descriptor)
        : throw new QmpNotSupportedException(
            $"Cannot pass a descriptor to {_conversation.PeerName}: descriptors are valid only on the host. "
                + $"Omit {nameof(QmpCallOptions)}.{nameof(QmpCallOptions.Descriptor)}."
        );

    /// <summary>Decides whether a call is sent out-of-band or falls back to in-band.</summary>
    private bool SelectOutOfBand(string command, bool outOfBand, QmpCallOptions callOptions) =>
        !outOfBand || OutOfBandEnabled ? outOfBand
        : callOptions.InBandFallback ?? _options.InBandFallback ? false
        : throw new QmpNotSupportedException(
            $"Cannot execute '{command}' out-of-band: out-of-band execution is off in this session. "
                + "Either QEMU does not offer it (before 4.0 it requires -mon …,x-oob=on), "
                + $"or {nameof(QmpClientOptions)}.{nameof(QmpClientOptions.OutOfBand)} is Never. "
                + "Execute the command in-band, "
                + $"or set {nameof(QmpClientOptions.InBandFallback)} to fall back automatically."
        );

    private CancellationTokenRegistration RegisterExpiration(QmpCall call, TimeSpan timeout, CancellationToken timer) =>
        timer.UnsafeRegister(
            _ =>
            {
                Withdraw(call);
                call.TryFail(CreateTimeoutException(call, timeout));
            },
            null
        );

    private CancellationTokenRegistration RegisterCancellation(QmpCall call, CancellationToken cancellationToken) =>
        cancellationToken.UnsafeRegister(
            _ =>
            {
                Withdraw(call);
                call.TryCancel(cancellationToken);
            },
            null
        );

    private void Withdraw(QmpCall call)
    {
        _calls.Withdraw(call, out bool mustStartSending);
        if (mustStartSending)
        {
            StartSending();
        }
    }

    private QmpTimeoutException CreateTimeoutException(QmpCall call, TimeSpan timeout)
    {
        if (call.Response.IsCompletedSuccessfully)
        {
            return new QmpTimeoutException(
                $"The response to '{call.Command}' was received, but it is so large that it was not read within "
                    + $"{timeout.TotalSeconds:0.###} s. The command was executed, and the connection stays usable. "
                    + "Raise the timeout, or request less data."
            );
        }

        string peer = _conversation.PeerName;
        string state = (call, OutOfBandEnabled) switch
        {
            ({ IsSent: true }, _) => $"The request was sent, so {peer} may still execute it.",
            ({ Descriptor: not null }, _) =>
                "The request was not sent, because an earlier call with a descriptor has not completed.",
            ({ OutOfBand: false }, true) =>
                $"The request was not sent, because {_calls.Window} requests, the maximum for {peer}, are in flight.",
            _ => $"The request was not sent, because {peer} is not reading.",
        };
        return new QmpTimeoutException(
            $"'{call.Command}' received no response within {timeout.TotalSeconds:0.###} s. {state} "
                + $"{_conversation.SlowResponseCauses} The connection stays usable."
        );
    }
}
