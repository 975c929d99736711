using Microsoft.Extensions.Logging;
using QmpGen.Json;

namespace QmpGen;

/// <summary>A connection that is negotiated and ready for commands. Opaque: a generated client receives it and hands it to its base.</summary>
public sealed class QmpSession
{
    private QmpSession(QmpConnection connection, QmpBindings bindings, QmpGreeting greeting, ILogger logger)
    {
        Connection = connection;
        Bindings = bindings;
        Greeting = greeting;
        Logger = logger;
    }

    internal QmpConnection Connection { get; }

    internal QmpBindings Bindings { get; }

    internal QmpGreeting Greeting { get; }

    internal ILogger Logger { get; }

    /// <summary>Connects, waits for the greeting and negotiates, all within the options' time.</summary>
    /// <param name="connect">Makes the connection.</param>
    /// <param name="name">What is connected to, for messages.</param>
    /// <param name="options">How to connect.</param>
    /// <param name="bindings">What the client was made from.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<QmpSession> OpenAsync(
        Func<CancellationToken, ValueTask<Stream>> connect, string name, QmpClientOptions options, QmpBindings bindings, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ConnectTimeout);
        QmpConnection? connection = null;
        string stage = "the connection to be made";
        try
        {
            connection = new QmpConnection(await connect(limit.Token).ConfigureAwait(false), options, bindings);
            stage = "QEMU's greeting";
            QmpGreeting greeting = await connection.Greeting.WaitAsync(limit.Token).ConfigureAwait(false);
            stage = "the answer to qmp_capabilities";
            await NegotiateAsync(connection, greeting, options, limit.Token).ConfigureAwait(false);
            return new QmpSession(connection, bindings, greeting, connection.Logger);
        }
        catch (Exception e)
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);

            cancellationToken.ThrowIfCancellationRequested();
            if (e is OperationCanceledException && limit.IsCancellationRequested)
                throw TimedOut(name, stage, options.ConnectTimeout, e);

            throw;
        }
    }

    /// <summary>What a message is, for the text of an exception.</summary>
    internal QmpReadContext ContextOf(string command) => new()
    {
        Subject = $"the answer to '{command}'",
        SchemaVersion = Bindings.SchemaVersion,
        ServerVersion = Greeting.Version.ToString(),
        Logger = Logger,
    };

    private static async Task NegotiateAsync(QmpConnection connection, QmpGreeting greeting, QmpClientOptions options, CancellationToken cancellationToken)
    {
        bool offered = greeting.Capabilities.Contains("oob");
        if (options.OutOfBand == QmpOutOfBandMode.Required && !offered)
        {
            throw new QmpConnectionException(
                $"QEMU {greeting.Version} does not offer out-of-band execution on this monitor, and the options require it. QEMU 2.12 to 3.1 offers it with "
                + "-mon …,mode=control,x-oob=on, later ones by themselves where the monitor's chardev can have an I/O thread of its own.");
        }

        // QEMU before 2.12 does not know 'enable' at all.
        bool enable = offered && options.OutOfBand != QmpOutOfBandMode.Never;
        try
        {
            byte[] arguments = enable ? """{"enable":["oob"]}"""u8.ToArray() : [];
            await connection.CallAsync("qmp_capabilities", arguments, outOfBand: false, cancellationToken).ConfigureAwait(false);
        }
        catch (QmpCommandException e)
        {
            throw new QmpConnectionException($"QEMU {greeting.Version} refused the negotiation of capabilities: {e.Message}", e);
        }

        if (enable)
            connection.EnableOutOfBand(options.Dialect ?? greeting.Version.Dialect);
    }

    private static QmpTimeoutException TimedOut(string name, string stage, TimeSpan limit, Exception cause) => new(
        $"Waited {limit.TotalSeconds:0.###} s for {stage} ({name}). A monitor serves one client at a time and leaves every other one without a greeting: the usual "
        + "cause is another client, such as libvirt or a forgotten shell, that is still connected. Give each client a -qmp of its own.",
        cause);
}
