using System.Runtime.InteropServices;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>One connection: a receive loop, a sender that runs while requests are queued, and the calls.</summary>
/// <remarks>
/// <para><see cref="SendAsync{TResult}"/> queues a call in the <see cref="QmpCallTable"/>. The sender encodes and
/// writes all requests that can be sent. The receive loop passes responses to the <see cref="QmpConversation"/>, which
/// decides the outcome of the call. The call then reads its result as a work item.</para>
/// <para>User code never runs on the receive loop.</para>
/// </remarks>
internal sealed partial class QmpConnection : IConversationHost, IThreadPoolWorkItem, IAsyncDisposable
{
    // Connecting has a separate timeout.
    private static readonly QmpCallOptions s_noTimeout = new() { Timeout = Timeout.InfiniteTimeSpan };

    private readonly QmpConversation _conversation;
    private readonly QmpCallTable _calls;
    private readonly QmpEndpoint _endpoint;
    private readonly QmpClientOptions _options;
    private readonly QmpLogger _logger;
    private readonly WireTapQueue? _tap;
    private readonly Func<Task> _sendQueued;
    private readonly CancellationTokenSource _stop = new();
    private readonly ScheduledResult<bool> _closed = new();

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
        _sendQueued = SendQueuedAsync;
        _tap = options.WireTap is { } tap ? new WireTapQueue(tap, $"{endpoint}", logger) : null;
    }

    public QmpTransport Transport { get; }

    public bool OutOfBandEnabled => _conversation.OutOfBandEnabled;

    /// <summary>Whether the peer was asked to exit, so that the end of the connection is expected.</summary>
    public bool HasQuit => _conversation.HasQuit;

    /// <summary>Sends a request, waits for its response and reads it.</summary>
    /// <exception cref="QmpNotSupportedException">The connection does not support out-of-band execution or
    /// descriptors. Thrown at once, like the next two.</exception>
    /// <exception cref="ArgumentException">The descriptor or the request is invalid.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    /// <exception cref="QmpCommandException">The response is an error.</exception>
    /// <exception cref="QmpTimeoutException">The call timed out.</exception>
    /// <exception cref="QmpException">The connection ended, or the response does not match the schema.</exception>
    public Task<TResult> SendAsync<TResult>(QmpCall<TResult> call, CancellationToken cancellationToken)
    {
        QmpRequest.Validate(call.Command, call.Arguments);
        cancellationToken.ThrowIfCancellationRequested();
        call.Conversation = _conversation;
        call.OutOfBand = SelectOutOfBand(call);
        call.ExpectsResponse = _conversation.ExpectsResponse(call.Command);
        call.Descriptor = HoldDescriptor(call.Options.Descriptor);
        return CallTelemetry.IsEnabled(_logger)
            ? SendWithTelemetryAsync(call, cancellationToken)
            : Enqueue(call, cancellationToken);
    }

    Task IConversationHost.RequestAsync(string command, byte[] arguments, CancellationToken cancellationToken)
    {
        QmpCall<bool> call = new(
            command,
            arguments,
            null,
            static (_, json, context) => QmpReader.Validate(json, context)
        )
        {
            Options = s_noTimeout,
        };
        return SendAsync(call, cancellationToken);
    }

    private async Task<TResult> SendWithTelemetryAsync<TResult>(
        QmpCall<TResult> call,
        CancellationToken cancellationToken
    )
    {
        using CallTelemetry telemetry = StartTelemetry(call);
        try
        {
            return await Enqueue(call, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            telemetry.OnFailed(e);
            throw;
        }
    }

    private CallTelemetry StartTelemetry(QmpCall call)
    {
        try
        {
            return new CallTelemetry(call, _endpoint, _options, _logger);
        }
        catch
        {
            // A listener threw. The call is not sent.
            call.Descriptor?.Dispose();
            throw;
        }
    }

    private Task<TResult> Enqueue<TResult>(QmpCall<TResult> call, CancellationToken cancellationToken)
    {
        TimeSpan timeout = call.Options.Timeout ?? _options.CallTimeout;
        if (timeout != Timeout.InfiniteTimeSpan || cancellationToken.CanBeCanceled)
        {
            Watch(call, timeout, cancellationToken);
        }

        if (!_calls.TryAdd(call, out SenderStart senderStart))
        {
            string state = FinalCause is not null || Cause is null ? "closed" : "not connected";
            call.TryFail(
                ConnectionEnded.CreateException(
                    $"'{call.Command}' was not sent, because the client is {state}",
                    FinalCause ?? Cause
                )
            );
        }
        else if (senderStart == SenderStart.AtOnce)
        {
            _ = ContextFreeTask.RunInline(_sendQueued);
        }
        else if (senderStart == SenderStart.Scheduled)
        {
            StartSending();
        }

        return call.Result;
    }

    private void Watch(QmpCall call, TimeSpan timeout, CancellationToken cancellationToken)
    {
        CallWatch watch = new(
            onExpired: () =>
            {
                Withdraw(call);
                call.TryFail(CreateTimeoutException(call, timeout));
            },
            onCanceled: () =>
            {
                Withdraw(call);
                call.TryFail(new OperationCanceledException(cancellationToken));
            },
            timeout,
            cancellationToken
        );
        call.Watch = watch;
        Interlocked.MemoryBarrier();
        if (call.IsDecided)
        {
            // The call may have been delivered before it had the watch.
            watch.Dispose();
        }
    }

    private PassedDescriptor? HoldDescriptor(SafeHandle? descriptor) =>
        descriptor is null ? null
        : _conversation.SupportsDescriptors ? Transport.HoldDescriptor(descriptor)
        : throw new QmpNotSupportedException(
            $"Cannot pass a descriptor to {_conversation.PeerName}: descriptors are valid only on the host. "
                + $"Omit {nameof(QmpCallOptions)}.{nameof(QmpCallOptions.Descriptor)}."
        );

    /// <summary>Decides whether a call is sent out-of-band or falls back to in-band.</summary>
    private bool SelectOutOfBand(QmpCall call) =>
        !call.OutOfBand || OutOfBandEnabled ? call.OutOfBand
        : call.Options.InBandFallback ?? _options.InBandFallback ? false
        : throw new QmpNotSupportedException(
            $"Cannot execute '{call.Command}' out-of-band: out-of-band execution is off in this session. "
                + "Either QEMU does not offer it (before 4.0 it requires -mon …,x-oob=on), "
                + $"or {nameof(QmpClientOptions)}.{nameof(QmpClientOptions.OutOfBand)} is Never. "
                + "Execute the command in-band, "
                + $"or set {nameof(QmpClientOptions.InBandFallback)} to fall back automatically."
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
        if (call.HasResponse)
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
