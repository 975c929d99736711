namespace QmpGen;

/// <summary>Observes every message that a client sends or receives, for recording and diagnostics.</summary>
/// <remarks>Set it as <see cref="QmpClientOptions.WireTap"/>.</remarks>
public interface IQmpWireTap
{
    /// <summary>Receives a message.</summary>
    /// <param name="message">The message, exactly as on the wire.</param>
    /// <remarks>Each client calls it for one message at a time, in wire order, on a thread pool thread. The connection
    /// does not wait for it. If more than 64 MiB, or one larger message, are queued, it receives no more messages of
    /// this connection, and a warning is logged. Exceptions are ignored.</remarks>
    void OnMessage(QmpWireMessage message);
}
