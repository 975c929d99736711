using Microsoft.Extensions.Logging;
using QmpGen.Json;

namespace QmpGen;

/// <summary>A connection that is ready for commands. Opaque: a generated client receives it and hands it to its base.</summary>
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

    /// <summary>Connects and makes ready for commands, all within the options' time.</summary>
    /// <param name="endpoint">Where.</param>
    /// <param name="options">How to connect.</param>
    /// <param name="bindings">What the client was made from.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<QmpSession> OpenAsync(
        QmpEndpoint endpoint, QmpClientOptions options, QmpBindings bindings, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.ConnectTimeout);
        QmpConnection? connection = null;
        QmpHandshake handshake = QmpHandshake.With(bindings.Peer);
        try
        {
            connection = new QmpConnection(await endpoint.OpenAsync(options, limit.Token).ConfigureAwait(false), options, bindings);

            // There are streams that heed no cancellation. What becomes of their handshakes after this wait, nobody wants to know.
            Task<QmpGreeting> greeted = handshake.RunAsync(connection, options, limit.Token);
            _ = greeted.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            QmpGreeting greeting = await greeted.WaitAsync(limit.Token).ConfigureAwait(false);
            return new QmpSession(connection, bindings, greeting, connection.Logger);
        }
        catch (Exception e)
        {
            if (connection is not null)
                await connection.DisposeAsync().ConfigureAwait(false);

            cancellationToken.ThrowIfCancellationRequested();
            if (e is OperationCanceledException && limit.IsCancellationRequested)
                throw TimedOut(endpoint, handshake, options.ConnectTimeout, e);

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

    private static QmpTimeoutException TimedOut(QmpEndpoint endpoint, QmpHandshake handshake, TimeSpan limit, Exception cause) =>
        new($"Waited {limit.TotalSeconds:0.###} s for {handshake.Stage} ({endpoint}). {endpoint.ExplainSilence() ?? handshake.UsualCause}", cause);
}
