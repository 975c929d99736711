namespace QmpGen;

/// <summary>The exception that is thrown when a call requires what the server or connection does not have.</summary>
/// <remarks>
/// <para>It is a command, an argument or a value that is not in the schema of the server
/// (<see cref="QmpClient.Supports{T}()"/>), out-of-band execution (<see cref="QmpClient.OutOfBandEnabled"/>) or passing
/// a <see cref="QmpCallOptions.Descriptor"/>.</para>
/// <para>The command was not executed, and the connection stays usable.</para>
/// </remarks>
public sealed class QmpNotSupportedException : QmpException
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="message">The missing feature, the reason and the alternative.</param>
    /// <param name="innerException">The cause, or null.</param>
    public QmpNotSupportedException(string message, Exception? innerException = null)
        : base(message, innerException) { }
}
