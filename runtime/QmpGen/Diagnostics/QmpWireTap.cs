using System.Threading.Channels;

namespace QmpGen;

/// <summary>Hands what goes over the wire to the user's channel, in order, from a thread of the pool.</summary>
internal sealed class QmpWireTap(ChannelWriter<QmpWireMessage> writer)
{
    private readonly HandOver _messages = new();

    /// <summary>Takes a message.</summary>
    /// <param name="direction">Which way it went.</param>
    /// <param name="bytes">Its bytes, which do not change any more.</param>
    public void Take(QmpWireDirection direction, ReadOnlyMemory<byte> bytes)
    {
        QmpWireMessage message = new(direction, bytes, DateTimeOffset.UtcNow);
        _messages.Post(() => writer.TryWrite(message));
    }

    /// <summary>Waits until the channel has been handed all that was taken so far.</summary>
    public Task DrainAsync()
    {
        TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _messages.Post(drained.SetResult);
        return drained.Task;
    }
}
