using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The time of an event as QEMU sends it.</summary>
/// <param name="Seconds">The Unix time, or null if the event does not have a valid time.</param>
/// <param name="Microseconds">The microseconds in the second.</param>
internal readonly record struct EventTime(long? Seconds, int Microseconds)
{
    // Years after 9999 do not fit DateTimeOffset: treat them as a failed clock.
    private const long MaxSeconds = 253_402_300_799;

    /// <summary>Reads a value that should be a timestamp.</summary>
    public static EventTime Read(ReadOnlySpan<byte> json)
    {
        long seconds = -1;
        long microseconds = -1;
        JsonMemberReader members = new(json);
        while (members.MoveNext())
        {
            if (members.Is("seconds"u8))
            {
                seconds = members.Integer ?? -1;
            }
            else if (members.Is("microseconds"u8))
            {
                microseconds = members.Integer ?? -1;
            }
        }

        return seconds is >= 0 and <= MaxSeconds && microseconds is >= 0 and < 1_000_000
            ? new EventTime(seconds, (int)microseconds)
            : default;
    }

    /// <summary>Converts the time, or returns null if there is none or the host's clock failed.</summary>
    public DateTimeOffset? ToDateTimeOffset() =>
        Seconds is { } seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(Microseconds * TimeSpan.TicksPerMicrosecond)
            : null;
}
