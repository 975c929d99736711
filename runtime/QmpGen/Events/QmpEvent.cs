using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>An event of the QEMU Machine Protocol. The generated event records derive from it. Immutable, so that the
/// same one can be handed to every
/// subscriber, on any thread.</summary>
public abstract record QmpEvent
{
    /// <summary>An event made by hand: for tests and servers.</summary>
    protected QmpEvent() { }

    /// <summary>An event that has been received.</summary>
    /// <param name="context">Where its time stands.</param>
    protected QmpEvent(QmpReadContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Timestamp = context.Timestamp;
    }

    /// <summary>When it happened, by the clock of QEMU's host, to the microsecond and in UTC; null where that clock
    /// failed, or nobody told.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The record as records print.</summary>
    /// <returns>Such as <c>StopEvent { Timestamp = … }</c>.</returns>
    public sealed override string ToString() => RecordText.Of(this, PrintMembers);
}

/// <summary>What can be asked of any event.</summary>
public interface IQmpEvent
{
    /// <summary>The name on the wire, such as <c>SHUTDOWN</c>.</summary>
    string WireName { get; }
}

/// <summary>An event that the bindings have no record for, or could not read: the schema lacks it, or promises members
/// that it does not have.</summary>
/// <remarks>Who takes every <see cref="QmpEvent"/> gets it. Who asked for the type that could not be read does not; a
/// warning is logged then.</remarks>
public sealed record QmpUnknownEvent : QmpEvent, IQmpEvent
{
    internal QmpUnknownEvent(string wireName, QmpReadContext context)
        : base(context) => WireName = wireName;

    /// <summary>The name on the wire.</summary>
    public string WireName { get; }

    /// <summary>The event's data as it came; null where it has none.</summary>
    public QmpValue? Data { get; init; }

    /// <summary>Why an event that the schema knows could not be read; null for one that it does not know.</summary>
    public QmpProtocolException? Problem { get; init; }
}
