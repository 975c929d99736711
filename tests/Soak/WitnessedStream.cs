using System.Text;
using System.Text.Json;
using QmpGen.Tests;

namespace QmpGen.Soak;

/// <summary>
/// A connection whose requests are looked at as they leave. Each is written at once and is one whole JSON object: what
/// QEMU says that it has read instead is not our doing.
/// </summary>
internal sealed class WitnessedStream(Stream inner, Findings findings) : RelayStream(inner)
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!IsObject(buffer))
        {
            findings.Add($"This was sent: {Encoding.UTF8.GetString(buffer.Span)}");
        }

        return base.WriteAsync(buffer, cancellationToken);
    }

    private static bool IsObject(ReadOnlyMemory<byte> request)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(request);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
