namespace QmpGen.Testing;

/// <summary>What a handler throws so that its command is answered with an error.</summary>
public sealed class QmpTestErrorException : Exception
{
    /// <summary>QEMU's class for every error without one of its own.</summary>
    public const string GenericError = "GenericError";

    /// <summary>QEMU's class for a command that is not there, or not at this moment.</summary>
    public const string CommandNotFound = "CommandNotFound";

    /// <summary>An error of the class <see cref="GenericError"/>.</summary>
    /// <param name="description">The error's <c>desc</c>.</param>
    public QmpTestErrorException(string description)
        : this(GenericError, description) { }

    /// <summary>An error.</summary>
    /// <param name="errorClass">The error's <c>class</c>, such as <c>DeviceNotFound</c>.</param>
    /// <param name="description">The error's <c>desc</c>.</param>
    public QmpTestErrorException(string errorClass, string description)
        : base($"{description} ({errorClass})")
    {
        ErrorClass = errorClass;
        Description = description;
    }

    /// <summary>The error's <c>class</c>.</summary>
    public string ErrorClass { get; }

    /// <summary>The error's <c>desc</c>.</summary>
    public string Description { get; }
}
