namespace QmpGen.Testing;

/// <summary>Specifies what the guest of <see cref="QmpTestServer.PlayUnplug"/> does.</summary>
public enum QmpTestUnplug
{
    /// <summary>The guest releases the device, and the server sends <c>DEVICE_DELETED</c>.</summary>
    Released,

    /// <summary>The guest rejects the unplug, and the server sends <c>DEVICE_UNPLUG_GUEST_ERROR</c>; with a schema
    /// before QEMU 6.2, <c>MEM_UNPLUG_ERROR</c>.</summary>
    Rejected,

    /// <summary>The guest does not react: the unplug stays pending.</summary>
    Pending,
}
