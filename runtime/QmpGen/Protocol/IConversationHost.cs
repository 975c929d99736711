namespace QmpGen;

/// <summary>The connection that a <see cref="QmpConversation"/> runs on.</summary>
internal interface IConversationHost
{
    QmpTransport Transport { get; }

    /// <summary>Starts the receive loop, which passes all messages to the conversation.</summary>
    void StartReceiving();

    /// <summary>Starts to send queued requests.</summary>
    void StartSending();

    /// <summary>Sends a request and waits for its response, without a timeout.</summary>
    /// <exception cref="QmpCommandException">The response is an error.</exception>
    /// <exception cref="QmpConnectionException">The connection ended.</exception>
    Task RequestAsync(string command, byte[] arguments, CancellationToken cancellationToken);
}
