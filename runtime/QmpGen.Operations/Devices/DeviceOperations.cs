using System.Globalization;

namespace QmpGen.Operations;

/// <summary>Removes devices.</summary>
public static class DeviceOperations
{
    private const string DeviceNotFound = "DeviceNotFound";
    private const string Folder = "/machine/peripheral/";

    /// <summary>Unplugs a device, and waits until it is removed.</summary>
    /// <param name="client">The client.</param>
    /// <param name="device">The id of the device, or its QOM path, such as
    /// <c>/machine/peripheral-anon/device[0]</c>.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="cancellationToken">A token that cancels the wait. QEMU cannot cancel an unplug, so it stays
    /// pending.</param>
    /// <returns>True if the device was removed, false if QEMU did not have it.</returns>
    /// <remarks>
    /// <para>It sends <c>device_del</c>, then <c>qom-list</c> after each event of the device and each
    /// <see cref="OperationOptions.PollInterval"/>. A guest must release most PCI devices, ACPI devices and memory: an
    /// unplug without a running guest operating system stays pending until <c>system_reset</c>.</para>
    /// <para>If the device is already in the process of unplug, the method waits for the end of that unplug. It
    /// continues when the client reconnects. If the connection was lost during a command, or the command timed out, it
    /// sends the command again.</para>
    /// </remarks>
    /// <exception cref="QmpUnplugException">The guest rejected the unplug.</exception>
    /// <exception cref="QmpTimeoutException">The guest did not release the device in time. The unplug is still
    /// pending.</exception>
    /// <exception cref="QmpCommandException">QEMU cannot unplug the device.</exception>
    /// <exception cref="QmpConnectionException">The connection ended, and the client does not reconnect.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<bool> UnplugAsync(
        this QmpClient client,
        string device,
        UnplugOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(device);
        options ??= new UnplugOptions();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Timeout);
        try
        {
            return await RemoveAsync(client, device, options, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new QmpTimeoutException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The device '{device}' was not removed within {options.Timeout.TotalSeconds:0.###} s. "
                ) + "The unplug is still pending: QEMU removes the device when the guest releases it, or at a reset.",
                e
            );
        }
    }

    private static async Task<bool> RemoveAsync(
        QmpClient client,
        string device,
        UnplugOptions options,
        CancellationToken cancellationToken
    )
    {
        string path = device.StartsWith('/') ? device : Folder + device;
        string id = path.StartsWith(Folder, StringComparison.Ordinal) ? path[Folder.Length..] : "";
        QmpUnplugException? rejection = null;
        bool isDeleted = false;
        using EventSignal signal = new(
            client,
            Observe,
            "DEVICE_DELETED",
            "DEVICE_UNPLUG_GUEST_ERROR",
            "MEM_UNPLUG_ERROR"
        );
        if (!await RequestAsync(client, device, options, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        while (!isDeleted)
        {
            await signal.WaitAsync(options.PollInterval, cancellationToken).ConfigureAwait(false);
            if (rejection is not null)
            {
                throw rejection;
            }

            isDeleted = isDeleted || !await ExistsAsync(client, path, options, cancellationToken).ConfigureAwait(false);
        }

        return true;

        bool Observe(QmpRawEvent received)
        {
            // MEM_UNPLUG_ERROR only has the id. The parts of a device send events without an id, before the device
            // itself is deleted.
            if (GetText(received, "device") != id && GetText(received, "path") != path)
            {
                return false;
            }

            isDeleted |= received.WireName == "DEVICE_DELETED";
            rejection =
                received.WireName == "DEVICE_DELETED" ? null : new QmpUnplugException(device, GetText(received, "msg"));
            return true;
        }
    }

    /// <summary>Requests the unplug, again after a reconnect and a timeout. Returns false if QEMU did not have the
    /// device.</summary>
    private static async Task<bool> RequestAsync(
        QmpClient client,
        string device,
        UnplugOptions options,
        CancellationToken cancellationToken
    )
    {
        QmpObject arguments = new() { ["id"] = device };

        // A command that fails while the client is disconnected was not sent, so it cannot have removed the device.
        await client.WaitUntilConnectedAsync(cancellationToken).ConfigureAwait(false);
        for (bool wasSent = false; ; wasSent = true)
        {
            try
            {
                await client
                    .ExecuteAsync("device_del", arguments, options.CommandTimeout, cancellationToken)
                    .ConfigureAwait(false);
                return true;
            }
            catch (QmpCommandException e) when (e.ErrorClass == DeviceNotFound)
            {
                return wasSent;
            }
            catch (QmpCommandException e)
                when (e.Description.Contains("already in the process of unplug", StringComparison.Ordinal))
            {
                return true;
            }
            catch (QmpTimeoutException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
            catch (QmpConnectionException)
            {
                await client.WaitUntilConnectedAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> ExistsAsync(
        QmpClient client,
        string path,
        UnplugOptions options,
        CancellationToken cancellationToken
    )
    {
        try
        {
            QmpObject arguments = new() { ["path"] = path };
            await client
                .QueryPatientlyAsync("qom-list", arguments, options.QueryTimeout, cancellationToken)
                .ConfigureAwait(false);
            return true;
        }
        catch (QmpCommandException e) when (e.ErrorClass == DeviceNotFound)
        {
            return false;
        }
    }

    private static string? GetText(QmpRawEvent received, string member) =>
        received.Data is { } data && data.TryGetMember(member, out QmpValue? text) ? text.GetString() : null;
}
