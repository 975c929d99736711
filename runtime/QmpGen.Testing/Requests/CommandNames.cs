namespace QmpGen.Testing.Requests;

/// <summary>The commands that belong to the protocol itself.</summary>
internal static class CommandNames
{
    /// <summary>Ends the negotiation with a monitor.</summary>
    public const string Negotiation = "qmp_capabilities";

    /// <summary>Synchronizes with a guest agent.</summary>
    public const string Sync = "guest-sync";

    /// <summary>Synchronizes with a guest agent, which sends the byte 0xFF before the response.</summary>
    public const string DelimitedSync = "guest-sync-delimited";

    /// <summary>Ends QEMU.</summary>
    public const string Quit = "quit";
}
