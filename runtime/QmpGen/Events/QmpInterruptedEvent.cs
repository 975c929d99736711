using System.Text;

namespace QmpGen;

/// <summary>Marks the place in a subscription at which the connection was lost and events may be missing.</summary>
/// <param name="Cause">The reason that the connection was lost.</param>
/// <remarks>
/// <para>It is not an event of QEMU: it has no timestamp and an empty <see cref="QmpEvent.WireName"/>.</para>
/// <para>Only clients that reconnect create it, for subscriptions to this type or to <see cref="QmpEvent"/>. It stands
/// between the last event of the lost connection and the first event of the next.</para>
/// <para>QEMU does not keep events for clients that are not connected. Query the state after receiving it.</para>
/// </remarks>
public sealed record QmpInterruptedEvent(QmpException Cause) : QmpEvent
{
    /// <inheritdoc/>
    protected override string WireNameCore => "";

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        base.PrintMembers(builder);
        builder.Append(", Cause = ").Append(Cause.Message);
        return true;
    }
}
