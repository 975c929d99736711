namespace QmpGen.Operations;

/// <summary>The frozen file systems of a guest, which are thawed when this object is disposed.</summary>
public sealed class GuestFreeze : IAsyncDisposable
{
    private const string ThawCommand = "guest-fsfreeze-thaw";

    private readonly QmpClient _client;
    private readonly GuestFreezeOptions _options;
    private readonly Lock _gate = new();
    private Task? _thaw;

    internal GuestFreeze(QmpClient client, GuestFreezeOptions options)
    {
        _client = client;
        _options = options;
    }

    /// <summary>The number of frozen file systems.</summary>
    /// <remarks>If it is 0, the guest does not have a file system that can be frozen.</remarks>
    public long Count { get; private set; }

    /// <summary>Thaws the file systems and checks that they were frozen until now.</summary>
    /// <remarks>
    /// <para>Sends <c>guest-fsfreeze-thaw</c> and <c>guest-fsfreeze-status</c>. After a lost connection, the method
    /// waits up to <see cref="OperationOptions.CommandTimeout"/> until the client has reconnected, and repeats the
    /// command. A call after a <see cref="QmpException"/> tries again. Other calls return the result of the first
    /// one.</para>
    /// <para>Use it instead of the disposal if the code in between can fail: an exception of the disposal hides the
    /// exception of that code.</para>
    /// </remarks>
    /// <returns>A task that completes when the file systems are thawed.</returns>
    /// <exception cref="InvalidOperationException">Fewer file systems were frozen than before, for example because
    /// Windows thaws them after 10 seconds. A snapshot may be inconsistent.</exception>
    /// <exception cref="QmpException">The file systems may still be frozen.</exception>
    public Task ThawAsync()
    {
        lock (_gate)
        {
            bool hasFailed = _thaw?.Exception?.InnerException is QmpException;
            if (_thaw is null || hasFailed)
            {
                _thaw = ThawOnceAsync(isFirst: !hasFailed);
            }

            return _thaw;
        }
    }

    /// <inheritdoc cref="ThawAsync"/>
    public ValueTask DisposeAsync() => new(ThawAsync());

    internal async Task<bool> IsFrozenAsync(CancellationToken cancellationToken)
    {
        const string Command = "guest-fsfreeze-status";
        QmpValue status = await _client
            .ExecuteRepeatedlyAsync(Command, null, _options.QueryTimeout, cancellationToken)
            .ConfigureAwait(false);
        return status.Read(Command, value => value.GetString()) == "frozen";
    }

    internal async Task FreezeAsync(CancellationToken cancellationToken)
    {
        string command = _options.MountPoints is null ? "guest-fsfreeze-freeze" : "guest-fsfreeze-freeze-list";
        QmpObject? arguments = _options.MountPoints is { } mountPoints
            ? new() { ["mountpoints"] = QmpValue.FromItems([.. mountPoints.Select(path => (QmpValue)path)]) }
            : null;
        try
        {
            QmpValue count = await _client
                .ExecuteAsync(command, arguments, _options.CommandTimeout, cancellationToken)
                .ConfigureAwait(false);
            Count = count.Read(command, value => value.GetInt64());
        }
        catch (Exception e) when (e is not QmpNotSupportedException)
        {
            // The agent executes it after the command to freeze, which it may still execute.
            await GuestCleanup
                .TryAsync(token => RepeatThawAsync(isFirst: true, token), _options.CommandTimeout)
                .ConfigureAwait(false);
            throw;
        }
    }

    private async Task ThawOnceAsync(bool isFirst)
    {
        using CancellationTokenSource deadline = new(_options.CommandTimeout);
        long? count = null;
        try
        {
            count = await RepeatThawAsync(isFirst, deadline.Token).ConfigureAwait(false);
            if (await IsFrozenAsync(deadline.Token).ConfigureAwait(false))
            {
                throw new QmpProtocolException(
                    $"The guest agent reports that the file systems are frozen after '{ThawCommand}'."
                );
            }
        }
        catch (OperationCanceledException e)
        {
            throw new QmpTimeoutException(
                $"The file systems of the guest were not thawed within {_options.CommandTimeout}. "
                    + $"Thaw them with '{ThawCommand}'.",
                e
            );
        }

        if (count < Count)
        {
            throw new InvalidOperationException(
                $"Only {count} of {Count} file systems of the guest were still frozen. A snapshot may be inconsistent."
            );
        }
    }

    /// <summary>Thaws, again after each reconnect.</summary>
    /// <returns>The number of thawed file systems; null if an earlier command may have thawed them.</returns>
    private async Task<long?> RepeatThawAsync(bool isFirst, CancellationToken cancellationToken)
    {
        for (; ; isFirst = false)
        {
            try
            {
                QmpValue count = await _client
                    .ExecuteAsync(ThawCommand, null, _options.CommandTimeout, cancellationToken)
                    .ConfigureAwait(false);
                return isFirst ? count.Read(ThawCommand, value => value.GetInt64()) : null;
            }
            catch (QmpConnectionException)
            {
                await _client.WaitUntilConnectedAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
