using System.Text;
using System.Text.Json;
using QmpGen.Tests;

namespace QmpGen.Soak;

/// <summary>A connection that checks that each write consists of JSON objects, one in each line.</summary>
/// <remarks>If QEMU reports invalid JSON nevertheless, the client is not the cause.</remarks>
internal sealed class RequestCheckingStream(Stream inner, SoakFindings findings) : RelayStream(inner)
{
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ReadOnlySpan<byte> lines = buffer.Span;
        bool endsWithLine = !lines.IsEmpty && lines[^1] == (byte)'\n';
        if (!endsWithLine || !AreJsonObjects(buffer[..^1]))
        {
            findings.Add($"The client sent invalid JSON: {Encoding.UTF8.GetString(lines)}");
        }

        return base.WriteAsync(buffer, cancellationToken);
    }

    private static bool AreJsonObjects(ReadOnlyMemory<byte> lines)
    {
        foreach (Range line in lines.Span.Split((byte)'\n'))
        {
            if (!IsJsonObject(lines[line]))
            {
                return false;
            }
        }

        return true;
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
