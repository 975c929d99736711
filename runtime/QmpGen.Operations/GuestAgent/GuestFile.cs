namespace QmpGen.Operations;

/// <summary>An open file of the guest.</summary>
/// <remarks>After a lost connection, it continues at the same position if the agent still has the handle.</remarks>
internal sealed class GuestFile
{
    private const int MaxAttempts = 3;
    private const string CloseCommand = "guest-file-close";

    private readonly QmpClient _client;
    private readonly string _path;
    private readonly long _handle;
    private readonly GuestFileOptions _options;

    private GuestFile(QmpClient client, string path, long handle, GuestFileOptions options)
    {
        _client = client;
        _path = path;
        _handle = handle;
        _options = options;
    }

    /// <summary>The number of bytes that were read or written.</summary>
    public long Position { get; private set; }

    /// <summary>Opens a file, works with it, and closes it in any case.</summary>
    /// <exception cref="QmpCommandException">The agent cannot open, read, write or close the file.</exception>
    public static async Task<TResult> UseAsync<TResult>(
        QmpClient client,
        string path,
        string mode,
        GuestFileOptions options,
        Func<GuestFile, Task<TResult>> use,
        CancellationToken cancellationToken
    )
    {
        GuestFile file = await OpenAsync(client, path, mode, options, cancellationToken).ConfigureAwait(false);
        TResult result;
        try
        {
            result = await use(file).ConfigureAwait(false);
        }
        catch
        {
            await file.TryCloseAsync().ConfigureAwait(false);
            throw;
        }

        // The agent reports some errors of earlier writes when it closes the file, such as a full disk.
        await file.CloseAsync(CancellationToken.None).ConfigureAwait(false);
        return result;
    }

    /// <summary>Reads the next bytes.</summary>
    /// <returns>The bytes; empty at the end of the file.</returns>
    public async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        QmpObject request = new() { ["handle"] = _handle, ["count"] = _options.ChunkBytes };
        QmpValue reply = await ExecuteAsync("guest-file-read", request, cancellationToken).ConfigureAwait(false);
        byte[] chunk = reply.Read("guest-file-read", value => value["buf-b64"].Json.GetBytesFromBase64());
        Position += chunk.Length;
        return Position <= _options.MaxBytes
            ? chunk
            : throw new IOException(
                $"The file '{_path}' of the guest has more than {_options.MaxBytes} bytes. Increase "
                    + $"{nameof(GuestFileOptions)}.{nameof(GuestFileOptions.MaxBytes)}."
            );
    }

    /// <summary>Writes bytes.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        int maxBytes = Math.Min(_options.ChunkBytes, GuestFileOptions.MaxRequestBytes);
        while (!bytes.IsEmpty)
        {
            ReadOnlyMemory<byte> chunk = bytes[..Math.Min(bytes.Length, maxBytes)];
            QmpObject request = new() { ["handle"] = _handle, ["buf-b64"] = Convert.ToBase64String(chunk.Span) };
            QmpValue reply = await ExecuteAsync("guest-file-write", request, cancellationToken).ConfigureAwait(false);
            long count = reply.Read("guest-file-write", value => value["count"].GetInt64());
            if (count <= 0 || count > chunk.Length)
            {
                throw new IOException(
                    $"The agent wrote {count} of {chunk.Length} bytes to the file '{_path}' of the guest."
                );
            }

            Position += count;
            bytes = bytes[(int)count..];
        }
    }

    private static async Task<GuestFile> OpenAsync(
        QmpClient client,
        string path,
        string mode,
        GuestFileOptions options,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<GuestFile> opening = OpenAsync(client, path, mode, options);
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await GuestCleanup
                .TryAsync(
                    async token =>
                    {
                        GuestFile file = await opening.WaitAsync(token).ConfigureAwait(false);
                        await file.CloseAsync(token).ConfigureAwait(false);
                    },
                    options
                )
                .ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<GuestFile> OpenAsync(QmpClient client, string path, string mode, GuestFileOptions options)
    {
        QmpObject request = new() { ["path"] = path, ["mode"] = mode };
        QmpValue handle = await client
            .ExecuteAsync("guest-file-open", request, options.CommandTimeout, CancellationToken.None)
            .ConfigureAwait(false);
        return new GuestFile(client, path, handle.Read("guest-file-open", value => value.GetInt64()), options);
    }

    private async Task<QmpValue> ExecuteAsync(string command, QmpObject request, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                if (attempt > 1)
                {
                    await _client.WaitUntilConnectedAsync(cancellationToken).ConfigureAwait(false);
                    await SeekAsync(cancellationToken).ConfigureAwait(false);
                }

                return await _client
                    .ExecuteAsync(command, request, _options.CommandTimeout, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (QmpConnectionException) when (attempt < MaxAttempts) { }
        }
    }

    /// <summary>Returns to the position, because it is unknown whether the agent executed the last command.</summary>
    private Task SeekAsync(CancellationToken cancellationToken)
    {
        QmpObject request = new()
        {
            ["handle"] = _handle,
            ["offset"] = Position,
            ["whence"] = 0,
        };
        return _client.ExecuteAsync("guest-file-seek", request, _options.CommandTimeout, cancellationToken);
    }

    /// <summary>Closes the file, again after each reconnect.</summary>
    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        QmpObject request = new() { ["handle"] = _handle };
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await _client
                    .ExecuteAsync(CloseCommand, request, _options.CommandTimeout, cancellationToken)
                    .ConfigureAwait(false);
                return;
            }
            catch (QmpConnectionException) when (attempt < MaxAttempts)
            {
                await _client.WaitUntilConnectedAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (QmpCommandException e)
                when (attempt > 1 && e.Description.Contains("has not been found", StringComparison.Ordinal))
            {
                // An earlier attempt has closed it. The agent keeps the handle if it cannot write the last bytes.
                return;
            }
        }
    }

    private Task TryCloseAsync() =>
        GuestCleanup.TryAsync(
            async token =>
            {
                await _client.WaitUntilConnectedAsync(token).ConfigureAwait(false);
                await CloseAsync(token).ConfigureAwait(false);
            },
            _options
        );
}
