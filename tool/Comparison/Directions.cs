namespace QmpGen.Tool.Comparison;

/// <summary>The directions in which a client uses a part of the schema.</summary>
[Flags]
internal enum Directions
{
    /// <summary>No command or event uses it.</summary>
    None = 0,

    /// <summary>As part of a command's arguments.</summary>
    Sent = 1,

    /// <summary>As part of a command's result or an event's data.</summary>
    Received = 2,

    Both = Sent | Received,
}
