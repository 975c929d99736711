namespace QmpGen;

/// <summary>The parts of an event message, which refer to the receive buffer.</summary>
internal readonly ref struct ReceivedEvent
{
    /// <summary>The name in UTF-8.</summary>
    public required ReadOnlySpan<byte> Name { get; init; }

    /// <summary>The JSON of the data, or empty if the event has none.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>The time of the event.</summary>
    public EventTime Time { get; init; }
}
