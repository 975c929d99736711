using System.Text.Json;
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
    public static EventTime Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return default;
        }

        long seconds = -1;
        long microseconds = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isSeconds = reader.Is("seconds"u8);
            bool isMicroseconds = !isSeconds && reader.Is("microseconds"u8);
            reader.Read();
            long value = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) ? number : -1;
            seconds = isSeconds ? value : seconds;
            microseconds = isMicroseconds ? value : microseconds;
            reader.Skip();
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
