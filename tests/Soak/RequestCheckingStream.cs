using System.Text;
using System.Text.Json;
using QmpGen.Tests;

namespace QmpGen.Soak;

/// <summary>A connection that checks that each write is one JSON object.</summary>
/// <remarks>If QEMU reports invalid JSON nevertheless, the client is not the cause.</remarks>
internal sealed class RequestCheckingStream(Stream inner, SoakFindings findings) : RelayStream(inner)
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!IsJsonObject(buffer))
        {
            findings.Add($"The client sent invalid JSON: {Encoding.UTF8.GetString(buffer.Span)}");
        }

        return base.WriteAsync(buffer, cancellationToken);
    }

    private static bool IsJsonObject(ReadOnlyMemory<byte> request)
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
