namespace QmpGen;

/// <summary>A message as it went over the wire: what <see cref="QmpClientOptions.WireTap"/> takes.</summary>
/// <param name="Direction">Which way it went.</param>
/// <param name="Bytes">What was sent in one go, its line's end included, or the JSON of one message that was received.
/// A client of a guest agent
/// sends each request between two others, which mark its answer.</param>
/// <param name="Time">When, by this machine's clock.</param>
public sealed record QmpWireMessage(QmpWireDirection Direction, ReadOnlyMemory<byte> Bytes, DateTimeOffset Time)
{
    /// <summary>The message as text.</summary>
    /// <returns>The direction, as <c>C:</c> or <c>S:</c>, and the message without its line's end.</returns>
    public override string ToString() =>
        $"{(Direction == QmpWireDirection.Sent ? 'C' : 'S')}: {System.Text.Encoding.UTF8.GetString(Bytes.Span).TrimEnd('\n')}";
}

/// <summary>Which way a message went.</summary>
public enum QmpWireDirection
{
    /// <summary>From this program to the peer.</summary>
    Sent,

    /// <summary>From the peer to this program.</summary>
    Received,
}
