namespace QmpGen.Operations;

/// <summary>Executes the steps of a shutdown until QEMU has ended.</summary>
internal sealed class ShutDownSequence : IDisposable
{
    private readonly QmpClient _client;
    private readonly ShutDownOptions _options;
    private readonly ShutDownWait _wait;

    public ShutDownSequence(QmpClient client, ShutDownOptions options)
    {
        _client = client;
        _options = options;
        _wait = new ShutDownWait(client, options);
    }

    public async Task<ShutDownResult> RunAsync(CancellationToken cancellationToken)
    {
        ShutDownStep guestStep = ShutDownStep.None;
        if (await _wait.CanGuestShutDownAsync(cancellationToken).ConfigureAwait(false))
        {
            guestStep = await ShutDownGuestAsync(cancellationToken).ConfigureAwait(false);
        }

        ShutDownStep step = _wait.HasEnded ? guestStep : await EndAsync(cancellationToken).ConfigureAwait(false);
        return new ShutDownResult
        {
            EndedBy = step,
            GuestShutDownBy = guestStep,
            Reason = _wait.Reason,
            ExitCode = _options.Process is { } process
                ? await process.Exited.WaitAsync(cancellationToken).ConfigureAwait(false)
                : null,
        };
    }

    public void Dispose() => _wait.Dispose();

    /// <summary>Requests the guest to shut down.</summary>
    /// <returns>The step after which it did.</returns>
    private async Task<ShutDownStep> ShutDownGuestAsync(CancellationToken cancellationToken)
    {
        if (_options.GuestAgent is { } agent && await TryAsync(agent, cancellationToken).ConfigureAwait(false))
        {
            await _wait.WaitForGuestAsync(cancellationToken).ConfigureAwait(false);
            if (_wait.HasGuestShutDown || _wait.HasEnded)
            {
                return _wait.HasGuestShutDown ? ShutDownStep.GuestAgent : ShutDownStep.None;
            }
        }

        if (_options.Powerdown && await TryPowerdownAsync(cancellationToken).ConfigureAwait(false))
        {
            await _wait.WaitForGuestAsync(cancellationToken).ConfigureAwait(false);
        }

        return _wait.HasGuestShutDown ? ShutDownStep.Powerdown : ShutDownStep.None;
    }

    /// <summary>Ends QEMU, whether or not the guest has shut down.</summary>
    private async Task<ShutDownStep> EndAsync(CancellationToken cancellationToken)
    {
        bool isSent = await TryAsync("quit", cancellationToken).ConfigureAwait(false);
        if (isSent || _client.State != QmpConnectionState.Connected)
        {
            // Without a connection, the process may be ending: QEMU then still writes its images.
            await _wait.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_wait.HasEnded)
        {
            return isSent ? ShutDownStep.Quit : ShutDownStep.None;
        }

        if (_options.Process is not { } process)
        {
            throw new QmpTimeoutException(
                $"QEMU has not ended within {_options.CommandTimeout} after 'quit', or cannot be reached "
                    + $"(the client is {_client.State}). Set {nameof(ShutDownOptions)}."
                    + $"{nameof(ShutDownOptions.Process)}, or kill its process."
            );
        }

        process.Kill();
        await _wait.WaitForEndAsync(cancellationToken).ConfigureAwait(false);
        return _wait.HasEnded
            ? ShutDownStep.Kill
            : throw new QmpTimeoutException(
                $"{process} was killed, but did not exit within {_options.CommandTimeout}."
            );
    }

    // QEMU may execute a request later than its timeout. A guest that shuts down must not be followed by 'quit'.
    private async Task<bool> TryPowerdownAsync(CancellationToken cancellationToken) =>
        await TryAsync("system_powerdown", cancellationToken).ConfigureAwait(false) || _wait.HasTimedOut;

    private async Task<bool> TryAsync(string command, CancellationToken cancellationToken) =>
        await _wait.TryExecuteAsync(command, _options.CommandTimeout, cancellationToken).ConfigureAwait(false)
            is not null;

    private async Task<bool> TryAsync(QmpClient agent, CancellationToken cancellationToken)
    {
        try
        {
            _ = await agent
                .ExecuteAsync("guest-shutdown", null, _options.QueryTimeout, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (QmpException)
        {
            return false;
        }
    }
}
