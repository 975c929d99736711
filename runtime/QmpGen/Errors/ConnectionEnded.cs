namespace QmpGen;

/// <summary>Creates the exceptions for operations that fail because the connection has ended.</summary>
internal static class ConnectionEnded
{
    /// <summary>Creates an exception of the same kind as the cause.</summary>
    /// <param name="failure">The failed operation, as a sentence without the period.</param>
    /// <param name="cause">The cause, or null if this program closed the connection.</param>
    public static QmpException CreateException(string failure, QmpException? cause) =>
        cause switch
        {
            null => new QmpConnectionException($"{failure}. This program closed the connection.")
            {
                IsTransient = false,
            },
            QmpMessageTooLargeException { Limit: var limit } => new QmpMessageTooLargeException(
                $"{failure}. {cause.Message}",
                limit,
                cause
            )
            {
                Reason = cause.Message,
            },
            QmpProtocolException => new QmpProtocolException($"{failure}. {cause.Message}", cause)
            {
                Reason = cause.Message,
            },
            _ => new QmpConnectionException($"{failure}. {cause.Message}", cause)
            {
                IsTransient = cause.IsTransient,
                Reason = cause.Message,
            },
        };
}
