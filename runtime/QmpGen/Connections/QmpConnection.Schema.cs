using QmpGen.CodeGeneration;

namespace QmpGen;

/// <content>The schema of the peer.</content>
internal sealed partial class QmpConnection
{
    /// <summary>The schema of the peer. Valid after <see cref="OnHandshake"/>.</summary>
    public PeerSchema Schema { get; private set; } = null!;

    /// <summary>Prepares to fetch the schema.</summary>
    public void OnHandshake(QmpBindings bindings, QmpGreeting greeting)
    {
        QmpCallOptions options = new() { Timeout = _options.ConnectTimeout };
        Schema = new PeerSchema(
            bindings.Schema,
            greeting.Version,
            bindings.Peer is QmpPeer.GuestAgent
                ? () => FetchAsync("guest-info", json => GuestAgentSchemaReader.Read(json, bindings.Schema))
                : () => FetchAsync("query-qmp-schema", json => SchemaCache.Read(greeting.Version, json))
        );

        Task<SchemaGraph> FetchAsync(string command, Func<ReadOnlyMemory<byte>, SchemaGraph> read)
        {
            QmpCall<SchemaGraph> call = new(command, [], null, (_, json, _) => read(json)) { Options = options };
            return SendAsync(call, CancellationToken.None);
        }
    }
}
