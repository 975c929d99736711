namespace QmpGen;

/// <summary>The maximum size of a message.</summary>
/// <param name="Bytes">The size in bytes.</param>
/// <param name="Remedy">The remedy in the exception for a larger message, as complete sentences.</param>
internal readonly record struct MessageLimit(int Bytes, string Remedy)
{
    private const int MaxGreetingBytes = 64 * 1024;

    /// <summary>The limit for all messages up to the greeting, which has some hundred bytes.</summary>
    public static MessageLimit Greeting { get; } =
        new(MaxGreetingBytes, "QEMU's greeting is much smaller. Check that the peer is a QMP monitor of QEMU.");

    /// <summary>Creates the limit of <see cref="QmpClientOptions.MaxMessageBytes"/>.</summary>
    public static MessageLimit FromOption(int bytes) =>
        new(bytes, $"To accept it, raise {nameof(QmpClientOptions)}.{nameof(QmpClientOptions.MaxMessageBytes)}.");

    /// <summary>Creates the exception for a larger message.</summary>
    public QmpMessageTooLargeException CreateException() =>
        new($"The peer sent a message of more than {Bytes} bytes. {Remedy}", Bytes);
}
