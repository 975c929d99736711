using QmpGen.Generator.Collections;

namespace QmpGen.Generator.Model;

/// <summary>The client: how it connects, and the events that it knows.</summary>
/// <param name="SchemaVersion">The QEMU release of the schema.</param>
/// <param name="Endpoint">The kind of peer, for the documentation.</param>
/// <param name="Peer">The peer, unless it is a monitor that responds to every command.</param>
/// <param name="Releases">The dumps of the schema, the oldest first.</param>
internal sealed record ClientModel(
    string Name,
    string FullName,
    string Summary,
    string SchemaVersion,
    string Endpoint,
    PeerModel? Peer,
    EquatableArray<ReleaseModel> Releases,
    EquatableArray<KnownEventModel> Events
) : DeclarationModel(Name, FullName, Summary);

/// <summary>The program that the client connects to.</summary>
/// <param name="Kind">The member of <c>QmpPeer</c>.</param>
/// <param name="CommandsWithoutResponse">The commands that the peer does not respond to on success.</param>
internal sealed record PeerModel(string Kind, EquatableArray<string> CommandsWithoutResponse);

/// <summary>An event that the client can read.</summary>
internal sealed record KnownEventModel(string WireName, string FullName);
