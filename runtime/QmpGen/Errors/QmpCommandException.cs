namespace QmpGen;

/// <summary>The exception that is thrown when QEMU or the guest agent responds to a command with an error.</summary>
/// <remarks>The connection stays usable.</remarks>
public sealed class QmpCommandException : QmpException
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="command">The command's wire name.</param>
    /// <param name="errorClass">QEMU's error class.</param>
    /// <param name="description">QEMU's description of the error.</param>
    public QmpCommandException(string command, string errorClass, string description)
        : base($"{command}: {PeerText.Shorten(description)} ({PeerText.Shorten(errorClass)})")
    {
        Command = command;
        ErrorClass = errorClass;
        Description = description;
    }

    /// <summary>The wire name of the command that failed.</summary>
    public string Command { get; }

    /// <summary>QEMU's error class, such as <c>GenericError</c> or <c>DeviceNotFound</c>.</summary>
    /// <remarks>Others are <c>CommandNotFound</c>, <c>DeviceNotActive</c> and <c>KVMMissingCap</c>. Later releases of
    /// QEMU may add more.</remarks>
    public string ErrorClass { get; }

    /// <summary>QEMU's description of the error.</summary>
    /// <remarks>Its text differs between releases of QEMU. <see cref="Exception.Message"/> contains at most 1024
    /// characters of it.</remarks>
    public string Description { get; }
}
