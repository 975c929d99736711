using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The parts of an event message, which refer to the receive buffer.</summary>
internal readonly ref struct ReceivedEvent
{
    /// <summary>The name in UTF-8.</summary>
    public required ReadOnlySpan<byte> Name { get; init; }

    /// <summary>The JSON of the data, or empty if the event has none.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>The JSON of the timestamp, or empty if the event has none.</summary>
    public ReadOnlySpan<byte> Timestamp { get; init; }

    /// <summary>Reads the timestamp, or returns null if there is none or the host's clock failed.</summary>
    public DateTimeOffset? ReadTimestamp()
    {
        if (Timestamp.IsEmpty || Timestamp[0] != (byte)'{')
        {
            return null;
        }

        long seconds = -1;
        long microseconds = -1;
        Utf8JsonReader reader = new(Timestamp, JsonDefaults.ReaderOptions);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isSeconds = reader.Is("seconds"u8);
            bool isMicroseconds = reader.Is("microseconds"u8);
            reader.Read();
            if (isSeconds && reader.TokenType == JsonTokenType.Number)
            {
                seconds = reader.TryGetInt64(out long value) ? value : -1;
            }
            else if (isMicroseconds && reader.TokenType == JsonTokenType.Number)
            {
                microseconds = reader.TryGetInt64(out long value) ? value : -1;
            }
            else
            {
                reader.Skip();
            }
        }

        // Years after 9999 do not fit DateTimeOffset: treat them as a failed clock.
        return seconds is >= 0 and <= 253_402_300_799 && microseconds is >= 0 and < 1_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            : null;
    }
}
