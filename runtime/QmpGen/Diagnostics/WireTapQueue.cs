namespace QmpGen;

/// <summary>Passes messages to the user's wire tap, in order, on the thread pool.</summary>
internal sealed class WireTapQueue(IQmpWireTap tap)
{
    private readonly SerialWorkQueue _messages = new();

    /// <summary>Queues a message.</summary>
    /// <param name="direction">The direction.</param>
    /// <param name="bytes">The bytes, which must not change after the call.</param>
    public void Enqueue(QmpWireDirection direction, ReadOnlyMemory<byte> bytes)
    {
        QmpWireMessage message = new(direction, bytes, DateTimeOffset.UtcNow);
        _messages.Enqueue(() => tap.OnMessage(message));
    }

    /// <summary>Waits until the tap has received all queued messages.</summary>
    public Task DrainAsync() => _messages.DrainAsync();
}
