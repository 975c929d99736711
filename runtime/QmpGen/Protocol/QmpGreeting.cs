using System.Text.Json;
using QmpGen.CodeGeneration;

namespace QmpGen;

/// <summary>The greeting that QEMU sends first on a connection.</summary>
/// <param name="Version">QEMU's version.</param>
/// <param name="Capabilities">The offered capabilities. Only <c>oob</c> is defined today; a newer QEMU may offer
/// others.</param>
/// <remarks>A guest agent does not send a greeting. Its version is <see cref="QmpVersion.Unknown"/>, and its
/// capabilities are empty.</remarks>
public sealed record QmpGreeting(QmpVersion Version, IReadOnlyList<string> Capabilities)
{
    /// <summary>An empty greeting, for peers that do not send a greeting.</summary>
    internal static QmpGreeting None { get; } = new(QmpVersion.Unknown, []);

    /// <summary>Whether out-of-band execution is offered.</summary>
    internal bool OffersOutOfBand => Capabilities.Contains("oob");

    /// <summary>Parses the value of the member <c>QMP</c>.</summary>
    /// <exception cref="QmpProtocolException">The greeting is invalid.</exception>
    internal static QmpGreeting Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonValidator.ParseDocument(json);
            JsonElement version = document.RootElement.GetProperty("version");
            JsonElement qemu = version.GetProperty("qemu");
            string package = version.TryGetProperty("package", out JsonElement text) ? text.GetString() ?? "" : "";
            bool hasCapabilities = document.RootElement.TryGetProperty("capabilities", out JsonElement capabilities);
            return new QmpGreeting(
                new QmpVersion(
                    qemu.GetProperty("major").GetInt32(),
                    qemu.GetProperty("minor").GetInt32(),
                    qemu.GetProperty("micro").GetInt32(),
                    package
                ),
                hasCapabilities ? ParseCapabilities(capabilities) : []
            );
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new QmpProtocolException(
                "The greeting does not contain a valid 'version' and 'capabilities'. Check that the peer is QEMU.",
                e
            );
        }
    }

    private static string[] ParseCapabilities(JsonElement list) =>
        [
            .. list.EnumerateArray()
                .Where(item => item.ValueKind == JsonValueKind.String)
                .Select(item => item.GetString()!),
        ];
}
