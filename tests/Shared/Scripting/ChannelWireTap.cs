using System.Threading.Channels;

namespace QmpGen.Tests;

/// <summary>Passes the messages on the wire to a channel.</summary>
internal sealed class ChannelWireTap(ChannelWriter<QmpWireMessage> writer) : IQmpWireTap
{
    public void OnMessage(QmpWireMessage message) => writer.TryWrite(message);
}
