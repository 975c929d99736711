namespace QmpGen.Operations;

/// <content>Files of the guest.</content>
public static partial class GuestAgentOperations
{
    /// <summary>Reads a file of the guest.</summary>
    /// <returns>The content.</returns>
    /// <inheritdoc cref="CopyFromGuestAsync"/>
    public static async Task<byte[]> ReadFileAsync(
        this QmpClient client,
        string path,
        GuestFileOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        using MemoryStream content = new();
        _ = await client.CopyFromGuestAsync(path, content, options, null, cancellationToken).ConfigureAwait(false);
        return content.ToArray();
    }

    /// <summary>Writes a file of the guest, and replaces the content of an existing one.</summary>
    /// <param name="client">A client of a guest agent.</param>
    /// <param name="path">The path in the guest.</param>
    /// <param name="content">The content.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">A token that cancels the operation.</param>
    /// <inheritdoc cref="CopyToGuestAsync" path="/remarks|/exception"/>
    public static async Task WriteFileAsync(
        this QmpClient client,
        string path,
        ReadOnlyMemory<byte> content,
        GuestFileOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(path);
        _ = await GuestFile
            .UseAsync(
                client,
                path,
                "wb",
                options ?? new GuestFileOptions(),
                async file =>
                {
                    await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                    return file.Position;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Copies a file of the guest to a stream.</summary>
    /// <param name="client">A client of a guest agent.</param>
    /// <param name="path">The path in the guest.</param>
    /// <param name="destination">The stream, which stays open.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="progress">Receives the number of copied bytes after each chunk.</param>
    /// <param name="cancellationToken">A token that cancels the operation.</param>
    /// <returns>The number of bytes.</returns>
    /// <remarks>
    /// <para>Sends <c>guest-file-open</c>, <c>guest-file-read</c> for each chunk, and <c>guest-file-close</c>. The file
    /// is also closed after a failure and after a cancellation.</para>
    /// <para>After a lost connection, the method waits until the client has reconnected, and continues at the same
    /// position (<c>guest-file-seek</c>). This fails if the agent was restarted.</para>
    /// </remarks>
    /// <exception cref="QmpCommandException">The agent cannot open or read the file.</exception>
    /// <exception cref="IOException">The file is larger than <see cref="GuestFileOptions.MaxBytes"/>.</exception>
    /// <exception cref="QmpTimeoutException">The agent does not respond.</exception>
    /// <exception cref="QmpNotSupportedException">The peer is not a guest agent, or the command is
    /// disabled.</exception>
    /// <exception cref="QmpConnectionException">The client is closed.</exception>
    /// <exception cref="QmpProtocolException">A reply is not valid.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<long> CopyFromGuestAsync(
        this QmpClient client,
        string path,
        Stream destination,
        GuestFileOptions? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(destination);
        return await GuestFile
            .UseAsync(client, path, "rb", options ?? new GuestFileOptions(), ReadAllAsync, cancellationToken)
            .ConfigureAwait(false);

        async Task<long> ReadAllAsync(GuestFile file)
        {
            while (await file.ReadAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } chunk)
            {
                await destination.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
                progress?.Report(file.Position);
            }

            return file.Position;
        }
    }

    /// <summary>Copies a stream to a file of the guest, and replaces the content of an existing one.</summary>
    /// <param name="client">A client of a guest agent.</param>
    /// <param name="source">The stream, which is read to its end and stays open.</param>
    /// <param name="path">The path in the guest.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="progress">Receives the number of copied bytes after each chunk.</param>
    /// <param name="cancellationToken">A token that cancels the operation.</param>
    /// <returns>The number of bytes.</returns>
    /// <remarks>
    /// <para>Sends <c>guest-file-open</c>, <c>guest-file-write</c> for each chunk, and <c>guest-file-close</c>. The
    /// file is also closed after a failure and after a cancellation. It then contains the chunks that were
    /// written.</para>
    /// <para>After a lost connection, the method waits until the client has reconnected, and continues at the same
    /// position (<c>guest-file-seek</c>). This fails if the agent was restarted.</para>
    /// </remarks>
    /// <exception cref="QmpCommandException">The agent cannot open, write or close the file, for example because the
    /// disk is full.</exception>
    /// <exception cref="IOException">The agent did not write all bytes of a chunk.</exception>
    /// <exception cref="QmpTimeoutException">The agent does not respond.</exception>
    /// <exception cref="QmpNotSupportedException">The peer is not a guest agent, or the command is
    /// disabled.</exception>
    /// <exception cref="QmpConnectionException">The client is closed.</exception>
    /// <exception cref="QmpProtocolException">A reply is not valid.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<long> CopyToGuestAsync(
        this QmpClient client,
        Stream source,
        string path,
        GuestFileOptions? options = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new GuestFileOptions();
        byte[] buffer = new byte[options.ChunkBytes];
        return await GuestFile
            .UseAsync(client, path, "wb", options, WriteAllAsync, cancellationToken)
            .ConfigureAwait(false);

        async Task<long> WriteAllAsync(GuestFile file)
        {
            while (await FillAsync(source, buffer, cancellationToken).ConfigureAwait(false) is > 0 and int count)
            {
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                progress?.Report(file.Position);
            }

            return file.Position;
        }
    }

    private static async Task<int> FillAsync(Stream source, byte[] buffer, CancellationToken cancellationToken) =>
        await source
            .ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
}
