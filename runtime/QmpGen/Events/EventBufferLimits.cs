namespace QmpGen;

/// <summary>The maximum size of an event buffer.</summary>
/// <param name="Capacity">The maximum number of events.</param>
/// <param name="Bytes">The maximum size of the events on the wire.</param>
internal readonly record struct EventBufferLimits(int Capacity, int Bytes)
{
    public static EventBufferLimits From(QmpClientOptions options) =>
        new(options.EventBufferCapacity, options.EventBufferBytes);
}
