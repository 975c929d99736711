using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>How a conversation begins. Serves one connection.</summary>
internal abstract class QmpHandshake
{
    /// <summary>What is being waited for, as it stands in a message.</summary>
    public string Stage { get; protected set; } = "the connection to be made";

    /// <summary>Why that usually does not come, and what to do about it, in whole sentences.</summary>
    public abstract string UsualCause { get; }

    public static QmpHandshake With(QmpPeer peer) =>
        peer is QmpPeer.GuestAgent ? new GuestAgentHandshake() : new MonitorHandshake();

    /// <summary>Starts a connection and makes it ready for commands.</summary>
    /// <param name="connection">The connection, of which nobody has read yet.</param>
    /// <param name="options">How to connect.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What the peer said of itself.</returns>
    /// <exception cref="QmpConnectionException">The connection ended, or the peer does not offer what the options
    /// require.</exception>
    /// <exception cref="QmpProtocolException">The peer does not speak QMP.</exception>
    public abstract Task<QmpGreeting> RunAsync(
        QmpConnection connection,
        QmpClientOptions options,
        CancellationToken cancellationToken
    );
}
