using Microsoft.Win32.SafeHandles;

namespace QmpGen.Operations;

/// <summary>Takes pictures of the machine's screen.</summary>
public static class ScreendumpOperations
{
    // QEMU itself chooses the lowest free ids.
    private const int MinSetId = 1 << 20;

    /// <summary>Writes a picture of the screen to a stream.</summary>
    /// <param name="client">The client.</param>
    /// <param name="destination">The stream that receives the picture.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">A token that cancels the wait.</param>
    /// <returns>A task that completes when the stream has the whole picture.</returns>
    /// <remarks>
    /// <para>By default, it creates a temporary file and sends <c>add-fd</c> with its descriptor, <c>screendump</c> and
    /// <c>remove-fd</c>. With <see cref="ScreendumpOptions.File"/>, it only sends <c>screendump</c>. It deletes the
    /// temporary file always, and <see cref="ScreendumpOptions.File"/> on success or if it did not exist before.</para>
    /// <para>While the machine is paused, QEMU 7.2 keeps the removed descriptor open. QEMU 10.0 closes it.</para>
    /// <para>The machine must have a display device, such as <c>-device VGA</c>.</para>
    /// </remarks>
    /// <exception cref="QmpNotSupportedException">QEMU cannot write PNG, or the connection cannot pass a descriptor.
    /// Set <see cref="ScreendumpOptions.File"/>.</exception>
    /// <exception cref="QmpCommandException">QEMU cannot take the picture.</exception>
    /// <exception cref="QmpTimeoutException">QEMU did not respond in time.</exception>
    /// <exception cref="QmpConnectionException">The connection ended.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task ScreendumpAsync(
        this QmpClient client,
        Stream destination,
        ScreendumpOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(destination);
        options ??= new ScreendumpOptions();
        bool deletesFile = !File.Exists(options.File);
        string file = options.File ?? Path.GetTempFileName();
        try
        {
            Task writing = options.File is null
                ? DumpToDescriptorAsync(client, file, options, cancellationToken)
                : DumpAsync(client, file, options, cancellationToken);
            await writing.ConfigureAwait(false);
            deletesFile = true;
            FileStream source = File.OpenRead(file);
            await using (source.ConfigureAwait(false))
            {
                await source.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (deletesFile)
            {
                File.Delete(file);
            }
        }
    }

    private static async Task DumpToDescriptorAsync(
        QmpClient client,
        string file,
        ScreendumpOptions options,
        CancellationToken cancellationToken
    )
    {
        // QEMU opens a file only for writing, so the descriptor must not allow more.
        using SafeFileHandle handle = File.OpenHandle(file, FileMode.Truncate, FileAccess.Write);
        QmpCallOptions call = new() { Timeout = options.CommandTimeout, Descriptor = handle };

        // A chosen id allows the removal even if the response to add-fd is lost.
        int set = Random.Shared.Next(MinSetId, int.MaxValue);
        QmpObject arguments = new() { ["fdset-id"] = set };
        try
        {
            // A canceled call would leave the descriptor in QEMU.
            await client.ExecuteAsync("add-fd", arguments, call, CancellationToken.None).ConfigureAwait(false);
            await DumpAsync(client, $"/dev/fdset/{set}", options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await RemoveAsync(client, arguments, options.CommandTimeout).ConfigureAwait(false);
        }
    }

    private static async Task DumpAsync(
        QmpClient client,
        string fileName,
        ScreendumpOptions options,
        CancellationToken cancellationToken
    )
    {
        QmpObject arguments = new() { ["filename"] = fileName };
        if (options.Format == ScreendumpFormat.Png)
        {
            await ThrowIfWithoutPngAsync(client, cancellationToken).ConfigureAwait(false);
            arguments["format"] = "png";
        }

        if (options.Device is { } device)
        {
            arguments["device"] = device;
        }

        if (options.Head is { } head)
        {
            arguments["head"] = head;
        }

        await client
            .ExecuteAsync("screendump", arguments, options.CommandTimeout, cancellationToken)
            .ConfigureAwait(false);
    }

    private static async Task ThrowIfWithoutPngAsync(QmpClient client, CancellationToken cancellationToken)
    {
        await client.LoadSchemaAsync(cancellationToken).ConfigureAwait(false);
        if (!client.Supports("screendump/arg-type/format"))
        {
            throw new QmpNotSupportedException(
                "The command 'screendump' of the server does not have the argument 'format', so it cannot write PNG. "
                    + "Use PPM, or QEMU 7.1 or later."
            );
        }
    }

    /// <summary>Removes the descriptor from QEMU, even if the operation was canceled.</summary>
    /// <remarks>QEMU keeps the descriptors of a connection that is lost while another monitor is connected.</remarks>
    private static async Task RemoveAsync(QmpClient client, QmpObject arguments, TimeSpan timeout)
    {
        using CancellationTokenSource limit = new(timeout);
        try
        {
            await client.ExecuteRepeatedlyAsync("remove-fd", arguments, timeout, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is QmpException or OperationCanceledException)
        {
            // QEMU does not have the descriptor, or cannot be reached anymore.
        }
    }
}
