namespace QmpGen;

/// <summary>A monitor greets, and takes no other command before the capabilities are negotiated.</summary>
internal sealed class MonitorHandshake : QmpHandshake
{
    // Connecting has a limit of its own.
    private static readonly QmpCallOptions s_unlimited = new() { Timeout = Timeout.InfiniteTimeSpan };

    public override string UsualCause =>
        "A monitor serves one client at a time and leaves every other one without a greeting: the usual cause is another client, such as libvirt or a "
        + "forgotten shell, that is still connected. Give each client a -qmp of its own. A guest agent does not greet at all: its channel needs a client "
        + "that is generated from a schema of the agent.";

    public override async Task<QmpGreeting> RunAsync(
        QmpConnection connection,
        QmpClientOptions options,
        CancellationToken cancellationToken
    )
    {
        Stage = "QEMU's greeting";
        connection.Start();
        QmpGreeting greeting = await connection.Greeting.WaitAsync(cancellationToken).ConfigureAwait(false);
        (connection.Stream as TlsStream)?.Greeted(greeting.Version);
        Stage = "the answer to qmp_capabilities";
        await NegotiateAsync(connection, greeting, options, cancellationToken).ConfigureAwait(false);
        return greeting;
    }

    private static async Task NegotiateAsync(
        QmpConnection connection,
        QmpGreeting greeting,
        QmpClientOptions options,
        CancellationToken cancellationToken
    )
    {
        bool offered = greeting.Capabilities.Contains("oob");
        if (options.OutOfBand == QmpOutOfBandMode.Required && !offered)
        {
            throw new QmpConnectionException(
                $"QEMU {greeting.Version} does not offer out-of-band execution on this monitor, and the options require it. QEMU 2.12 to 3.1 offers it with "
                    + "-mon …,mode=control,x-oob=on, later ones by themselves where the monitor's chardev can have an I/O thread of its own."
            );
        }

        // QEMU before 2.12 does not know 'enable' at all.
        bool enable = offered && options.OutOfBand != QmpOutOfBandMode.Never;
        try
        {
            byte[] arguments = enable ? """{"enable":["oob"]}"""u8.ToArray() : [];
            await connection
                .CallAsync("qmp_capabilities", arguments, outOfBand: false, s_unlimited, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (QmpCommandException e)
        {
            throw new QmpConnectionException(
                $"QEMU {greeting.Version} refused the negotiation of capabilities: {e.Message}",
                e
            );
        }

        if (enable)
        {
            connection.EnableOutOfBand(options.OutOfBandDialect ?? MonitorDialect.GetOutOfBandDialect(greeting.Version), MonitorDialect.GetWindow(greeting.Version));
        }
    }
}
