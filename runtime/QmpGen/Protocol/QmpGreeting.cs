using System.Globalization;
using System.Text.Json;

namespace QmpGen;

/// <summary>What QEMU says first on a connection. A guest agent says nothing: its version is
/// <see cref="QmpVersion.Unknown"/>, and it offers nothing.</summary>
/// <param name="Version">QEMU's version.</param>
/// <param name="Capabilities">The capabilities that it offers: an open set, of which <c>oob</c> is the only one known
/// today.</param>
public sealed record QmpGreeting(QmpVersion Version, IReadOnlyList<string> Capabilities)
{
    /// <summary>What stands for the greeting where the peer is a guest agent.</summary>
    internal static QmpGreeting OfGuestAgent { get; } = new(QmpVersion.Unknown, []);

    /// <summary>Reads the value of the message's key <c>QMP</c>.</summary>
    /// <exception cref="QmpProtocolException">It has no version.</exception>
    internal static QmpGreeting Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement version = document.RootElement.GetProperty("version");
            JsonElement qemu = version.GetProperty("qemu");
            string package = version.TryGetProperty("package", out JsonElement text) ? text.GetString() ?? "" : "";
            bool offers = document.RootElement.TryGetProperty("capabilities", out JsonElement list);
            return new QmpGreeting(
                new QmpVersion(
                    qemu.GetProperty("major").GetInt32(),
                    qemu.GetProperty("minor").GetInt32(),
                    qemu.GetProperty("micro").GetInt32(),
                    package
                ),
                offers
                    ?
                    [
                        .. list.EnumerateArray()
                            .Where(item => item.ValueKind == JsonValueKind.String)
                            .Select(item => item.GetString()!),
                    ]
                    : []
            );
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new QmpProtocolException(
                $"The greeting does not have the form that QMP's specification gives it: {e.Message}",
                e
            );
        }
    }
}

/// <summary>A version of QEMU.</summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number.</param>
/// <param name="Micro">The third number: 50 is a development build of the version to come, 90 and above its release
/// candidates.</param>
/// <param name="Package">The distribution's version, such as <c>Debian 1:7.2+dfsg-7</c>; often empty.</param>
public sealed record QmpVersion(int Major, int Minor, int Micro, string Package)
{
    /// <summary>The version of a peer that does not tell it, as a guest agent does not before it is asked
    /// (<c>guest-info</c>): all numbers are 0.</summary>
    public static QmpVersion Unknown { get; } = new(0, 0, 0, "");

    internal const int UsualWindow = 8;

    /// <summary>How this QEMU wants to be asked for out-of-band execution. The candidates of 3.0 (2.12.90 and above)
    /// speak as 3.0 does.</summary>
    internal QmpOutOfBandDialect Dialect =>
        (Major, Minor, Micro).CompareTo((2, 12, 90)) < 0
            ? QmpOutOfBandDialect.ControlField
            : QmpOutOfBandDialect.ExecOob;

    /// <summary>How many in-band requests may be unanswered while QEMU is to execute out-of-band ones. 4.0 to 5.2 stop
    /// reading where eight have come before
    /// the first is taken out of the queue, and go on only when that has been executed.</summary>
    internal int Window => Major is 4 or 5 ? UsualWindow - 1 : UsualWindow;

    /// <summary>The three numbers.</summary>
    /// <returns>Such as <c>7.2.22</c>; <c>unknown</c> where it is.</returns>
    public override string ToString() =>
        this == Unknown ? "unknown" : string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Micro}");
}
