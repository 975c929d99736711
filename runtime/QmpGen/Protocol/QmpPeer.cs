using System.ComponentModel;

namespace QmpGen.CodeGeneration;

/// <summary>Specifies the kind of peer at the other end of a connection.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum QmpPeer
{
    /// <summary>A monitor of QEMU or its storage daemon, which sends a greeting and events, and negotiates
    /// capabilities.</summary>
    Monitor,

    /// <summary>The agent <c>qemu-ga</c> in a guest, which executes one command after another and is not
    /// trusted.</summary>
    /// <remarks>It sends no greeting. The client synchronizes with <c>guest-sync-delimited</c> and skips the bytes that
    /// the channel still holds from earlier clients.</remarks>
    GuestAgent,
}
