namespace QmpGen;

/// <summary>The directions in which a client uses a part of a schema.</summary>
[Flags]
public enum QmpSchemaDirections
{
    /// <summary>No command or event uses it, or the schemas use it in different directions.</summary>
    None = 0,

    /// <summary>As part of a command's arguments.</summary>
    Sent = 1,

    /// <summary>As part of a command's result or an event's data.</summary>
    Received = 2,

    /// <summary>In both directions.</summary>
    Both = Sent | Received,
}
