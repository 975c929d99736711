namespace QmpGen;

/// <summary>QEMU answered a command with an error. The connection is as usable as before.</summary>
public sealed class QmpCommandException : QmpException
{
    /// <summary>An error answer.</summary>
    /// <param name="command">The command's wire name.</param>
    /// <param name="errorClass">QEMU's class of the error.</param>
    /// <param name="description">QEMU's description of it.</param>
    public QmpCommandException(string command, string errorClass, string description)
        : base($"{command}: {description} ({errorClass})")
    {
        Command = command;
        ErrorClass = errorClass;
        Description = description;
    }

    /// <summary>The wire name of the command that failed.</summary>
    public string Command { get; }

    /// <summary>QEMU's class of the error: <c>GenericError</c>, <c>CommandNotFound</c>, <c>DeviceNotFound</c>,
    /// <c>DeviceNotActive</c>,
    /// <c>KVMMissingCap</c>, and whatever a later QEMU adds.</summary>
    public string ErrorClass { get; }

    /// <summary>QEMU's description, made for people; its text differs from release to release.</summary>
    public string Description { get; }
}
