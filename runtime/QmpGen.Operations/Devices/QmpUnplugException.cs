namespace QmpGen.Operations;

/// <summary>The exception that is thrown when the guest rejects the removal of a device.</summary>
/// <remarks>The device stays plugged, and the connection stays usable.</remarks>
public sealed class QmpUnplugException : QmpException
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="device">The id or the QOM path of the device.</param>
    /// <param name="reason">The reason that QEMU reports, or null if it does not report one.</param>
    public QmpUnplugException(string device, string? reason)
        : base(
            $"The guest rejected the unplug of the device '{device}': "
                + $"{PeerText.Shorten(reason ?? "it did not report a reason")}. "
                + "Stop its use in the guest, then unplug it again."
        )
    {
        Device = device;
        Reason = reason;
    }

    /// <summary>The id or the QOM path of the device.</summary>
    public string Device { get; }

    /// <summary>The reason that QEMU reports, or null if it does not report one.</summary>
    public string? Reason { get; }
}
