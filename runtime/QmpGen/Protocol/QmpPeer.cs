using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>Who answers at the other end of a connection, and so how the conversation begins.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum QmpPeer
{
    /// <summary>A monitor of QEMU or of its storage daemon: it greets, negotiates capabilities and sends
    /// events.</summary>
    Monitor,

    /// <summary>The agent <c>qemu-ga</c> in the guest: it says nothing of itself, so the client synchronises by
    /// <c>guest-sync-delimited</c> and skips
    /// whatever the channel still holds for others. It executes one command after another. A guest is not to be
    /// trusted.</summary>
    GuestAgent,
}
