using System.Text;

namespace QmpGen;

/// <summary>A message on the wire, as an <see cref="IQmpWireTap"/> receives it.</summary>
/// <param name="Direction">The direction.</param>
/// <param name="Bytes">A sent request with its line end, or the JSON of a received message. A request to a guest agent
/// is enclosed in two sync requests.</param>
/// <param name="Time">The time, by the clock of this machine.</param>
public sealed record QmpWireMessage(QmpWireDirection Direction, ReadOnlyMemory<byte> Bytes, DateTimeOffset Time)
{
    /// <summary>Formats the message as text.</summary>
    /// <returns>The direction, as <c>C:</c> or <c>S:</c>, and the message without its line end.</returns>
    public override string ToString() =>
        $"{(Direction == QmpWireDirection.Sent ? 'C' : 'S')}: {Encoding.UTF8.GetString(Bytes.Span).TrimEnd('\n')}";
}

/// <summary>Specifies the direction of a message.</summary>
public enum QmpWireDirection
{
    /// <summary>From this program to the peer.</summary>
    Sent,

    /// <summary>From the peer to this program.</summary>
    Received,
}
