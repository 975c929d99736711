using System.Diagnostics;

namespace QmpGen.Operations;

/// <summary>Waits until the guest has shut down, and until QEMU has ended.</summary>
internal sealed class ShutDownWait : IDisposable
{
    private const string StatusCommand = "query-status";

    private const int MaxAttempts = 3;

    private static readonly TimeSpan s_endInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_drainTimeout = TimeSpan.FromSeconds(1);

    private readonly QmpClient _client;
    private readonly ShutDownOptions _options;
    private readonly EventSignal _signal;
    private readonly Task _end;
    private bool _hasReceivedShutDown;
    private bool _isGuestShutDown;
    private bool _staysAfterShutDown;

    public ShutDownWait(QmpClient client, ShutDownOptions options)
    {
        _client = client;
        _options = options;
        _signal = new EventSignal(client, Observe, "SHUTDOWN", "STOP");
        _end = options.Process is { } process ? process.Exited : client.Closed;
    }

    /// <summary>Whether QEMU has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether the guest has shut down.</summary>
    public bool HasGuestShutDown => _isGuestShutDown || _staysAfterShutDown;

    /// <summary>Whether the last command has timed out.</summary>
    public bool HasTimedOut { get; private set; }

    /// <summary>The reason in the last event SHUTDOWN.</summary>
    public string? Reason { get; private set; }

    /// <summary>Gets whether the guest can react to a request, or its state is unknown.</summary>
    public async Task<bool> CanGuestShutDownAsync(CancellationToken cancellationToken)
    {
        QmpValue? status = await TryExecuteAsync(StatusCommand, _options.QueryTimeout, cancellationToken)
            .ConfigureAwait(false);
        string? state = status?.Read(StatusCommand, value => value["status"].GetString());
        return !HasEnded && state is not ("paused" or "prelaunch" or "shutdown" or "postmigrate");
    }

    /// <summary>Executes a command, again after a reconnect.</summary>
    /// <returns>The result; null if the command failed or QEMU has ended.</returns>
    public async Task<QmpValue?> TryExecuteAsync(string command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        HasTimedOut = false;
        for (int attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            try
            {
                return await _client.ExecuteAsync(command, null, timeout, cancellationToken).ConfigureAwait(false);
            }
            catch (QmpException e) when (e is not QmpConnectionException)
            {
                HasTimedOut = e is QmpTimeoutException;
                return null;
            }
            catch (QmpConnectionException)
            {
                if (!await WaitForConnectionAsync(cancellationToken).ConfigureAwait(false))
                {
                    return null;
                }
            }
        }

        return null;
    }

    /// <summary>Waits until QEMU has ended, or stays although the guest has shut down.</summary>
    public Task WaitForGuestAsync(CancellationToken cancellationToken) =>
        WaitAsync(() => _staysAfterShutDown, queriesStatus: true, _options.GuestTimeout, cancellationToken);

    /// <summary>Waits until QEMU has ended.</summary>
    public Task WaitForEndAsync(CancellationToken cancellationToken) =>
        WaitAsync(() => false, queriesStatus: false, _options.CommandTimeout, cancellationToken);

    public void Dispose() => _signal.Dispose();

    private bool Observe(QmpRawEvent received)
    {
        if (received.WireName == "STOP")
        {
            // QEMU stops the guest after SHUTDOWN only if it stays.
            _staysAfterShutDown |= _hasReceivedShutDown;
            return true;
        }

        _hasReceivedShutDown = true;
        if (received.Data is { } data)
        {
            _isGuestShutDown |= data.TryGetMember("guest", out QmpValue? guest) && guest == true;
            Reason = data.TryGetMember("reason", out QmpValue? reason) ? reason.GetString() : null;
        }

        return true;
    }

    private async Task WaitAsync(
        Func<bool> isDone,
        bool queriesStatus,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            while (!await CheckEndAsync().ConfigureAwait(false) && !isDone())
            {
                await WaitForChangeAsync(deadline.Token).ConfigureAwait(false);
                if (queriesStatus && !_hasReceivedShutDown)
                {
                    await FindMissedShutDownAsync(deadline.Token).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The caller starts the next step.
        }
    }

    /// <summary>Waits until the client is connected again.</summary>
    /// <returns>True if it is; false if QEMU has ended or cannot be reached.</returns>
    private async Task<bool> WaitForConnectionAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_options.CommandTimeout);
        Task connected = _client.WaitUntilConnectedAsync(deadline.Token);
        _ = await Task.WhenAny(connected, _end).ConfigureAwait(false);
        await deadline.CancelAsync().ConfigureAwait(false);
        await connected.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (connected.IsFaulted && _options.Process is null)
        {
            await _end.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return !await CheckEndAsync().ConfigureAwait(false) && connected.IsCompletedSuccessfully;
    }

    /// <summary>Finds out whether QEMU has ended.</summary>
    /// <remarks>Without the process, a client that reconnects only knows it after SHUTDOWN.</remarks>
    private async Task<bool> CheckEndAsync()
    {
        bool isConnected = _client.State == QmpConnectionState.Connected;
        if (!HasEnded && (_end.IsCompleted || (_hasReceivedShutDown && _options.Process is null && !isConnected)))
        {
            HasEnded = true;

            // The last events can still be in the socket when the process has exited.
            Stopwatch watch = Stopwatch.StartNew();
            while (_client.State == QmpConnectionState.Connected && watch.Elapsed < s_drainTimeout)
            {
                await Task.Delay(s_endInterval).ConfigureAwait(false);
            }

            await _signal.DrainAsync().ConfigureAwait(false);
        }

        return HasEnded;
    }

    private async Task WaitForChangeAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task wait = _signal.WaitAsync(_hasReceivedShutDown ? s_endInterval : _options.PollInterval, ended.Token);
        _ = await Task.WhenAny(wait, _end).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Finds a guest that has shut down while the connection was lost.</summary>
    private async Task FindMissedShutDownAsync(CancellationToken cancellationToken)
    {
        QmpValue? status = await TryQueryAsync(cancellationToken).ConfigureAwait(false);
        if (status?.Read(StatusCommand, value => value["status"].GetString()) != "shutdown")
        {
            return;
        }

        // The event, if there is one, was received before the reply. It also shows whether QEMU stays.
        await _signal.WaitAsync(s_endInterval, cancellationToken).ConfigureAwait(false);
        _staysAfterShutDown |= !_hasReceivedShutDown;
    }

    private async Task<QmpValue?> TryQueryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _client
                .ExecuteAsync(StatusCommand, null, _options.QueryTimeout, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (QmpException e) when (e is QmpConnectionException or QmpTimeoutException)
        {
            return null;
        }
    }
}
