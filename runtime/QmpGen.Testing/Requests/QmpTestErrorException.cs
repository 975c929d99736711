namespace QmpGen.Testing;

/// <summary>The exception that a handler throws to make the server respond with an error.</summary>
public sealed class QmpTestErrorException : Exception
{
    /// <summary>QEMU's class for errors that do not have a more specific one.</summary>
    public const string GenericError = "GenericError";

    /// <summary>QEMU's class for a command that does not exist or is not available now.</summary>
    public const string CommandNotFound = "CommandNotFound";

    /// <summary>Initializes an error of the class <see cref="GenericError"/>.</summary>
    /// <param name="description">The error's <c>desc</c>.</param>
    public QmpTestErrorException(string description)
        : this(GenericError, description) { }

    /// <summary>Initializes an error of the given class.</summary>
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
