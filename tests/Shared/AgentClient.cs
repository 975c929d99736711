using QmpGen.CodeGeneration;

namespace QmpGen.Tests;

/// <summary>A client of a guest agent with the bindings that the generator would emit, but without methods.</summary>
public sealed class AgentClient : QmpClient
{
    private static readonly QmpBindings s_bindings = new(
        "7.2",
        static (string _, ref QmpReader _) => null,
        QmpPeer.GuestAgent,
        "guest-shutdown",
        "guest-suspend-disk"
    );

    private AgentClient(QmpSession session)
        : base(session) { }

    public static new Task<AgentClient> ConnectAsync(
        QmpEndpoint endpoint,
        QmpClientOptions? options = null,
        CancellationToken cancellationToken = default
    ) => ConnectAsync(endpoint, options, s_bindings, static session => new AgentClient(session), cancellationToken);
}
