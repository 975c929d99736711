using System.ComponentModel;
using System.Globalization;
using System.Text;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The base record of all events.</summary>
/// <remarks>Generated event records derive from it. Immutable, so that all subscribers can share one
/// instance.</remarks>
public abstract record QmpEvent
{
    /// <summary>Initializes a new instance, for tests and servers.</summary>
    protected QmpEvent() { }

    /// <summary>Initializes a received event.</summary>
    /// <param name="context">The context with the timestamp.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected QmpEvent(QmpReadContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Timestamp = context.Timestamp;
    }

    /// <summary>The name on the wire, such as <c>SHUTDOWN</c>.</summary>
    /// <remarks>Empty for a <see cref="QmpInterruptedEvent"/>, which QEMU does not send. Generated events also have a
    /// static property of this name.</remarks>
    public string WireName => WireNameCore;

    /// <summary>The time of the event in UTC, by the clock of QEMU's host, with microseconds.</summary>
    /// <remarks>Null if that clock failed or if this program created the event without a time.</remarks>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The value of <see cref="WireName"/>.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract string WireNameCore { get; }

    /// <summary>Formats the event as the compiler formats records.</summary>
    /// <returns>For example <c>StopEvent { Timestamp = … }</c>.</returns>
    public sealed override string ToString() => QmpRecordText.Format(this, PrintMembers);

    /// <summary>Prints the members, without the wire name, which the type name already shows.</summary>
    /// <param name="builder">The output.</param>
    /// <returns>True.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder
            .Append("Timestamp = ")
            .Append(Timestamp?.ToString("yyyy-MM-dd HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture));
        return true;
    }
}

/// <summary>An event that the schema does not define or whose data does not match the schema.</summary>
/// <remarks>Only subscriptions to <see cref="QmpEvent"/> receive it. If the data of an event does not match the schema,
/// subscriptions to its generated type do not receive it, and a warning is logged.</remarks>
public sealed record QmpUnknownEvent : QmpEvent
{
    internal QmpUnknownEvent(string wireName, QmpReadContext context)
        : base(context) => WireNameCore = wireName;

    /// <summary>The event's data, or null if it has none.</summary>
    public QmpValue? Data { get; init; }

    /// <summary>The reason that the data could not be read, or null if the schema does not define the event.</summary>
    public QmpProtocolException? Problem { get; init; }

    /// <inheritdoc/>
    protected override string WireNameCore { get; }

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        base.PrintMembers(builder);
        builder.Append(", WireName = ").Append(WireName);
        builder.Append(", Data = ").Append(QmpRecordText.FormatValue(Data));
        builder.Append(", Problem = ").Append(Problem?.Message);
        return true;
    }
}

/// <summary>An event by its wire name, whether or not the schema defines it.</summary>
/// <remarks>Only <see cref="QmpClient.SubscribeRaw"/> returns it. A program that does not have generated types, or that
/// supports several schemas, reads the data from <see cref="Data"/>.</remarks>
public sealed record QmpRawEvent : QmpEvent
{
    internal QmpRawEvent(string wireName) => WireNameCore = wireName;

    /// <summary>The event's data, or null if it has none or is not valid JSON.</summary>
    public QmpValue? Data { get; init; }

    /// <inheritdoc/>
    protected override string WireNameCore { get; }

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        base.PrintMembers(builder);
        builder.Append(", WireName = ").Append(WireName);
        builder.Append(", Data = ").Append(QmpRecordText.FormatValue(Data));
        return true;
    }
}
