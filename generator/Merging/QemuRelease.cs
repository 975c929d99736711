using System.Text.RegularExpressions;

namespace QmpGen.Generator.Merging;

/// <summary>A version of QEMU and its package, as <c>--version</c> and the greeting of QMP have them.</summary>
/// <param name="Version">Such as <c>7.2.22</c>, or empty if it is not known.</param>
/// <param name="Package">Such as <c>Debian 1:7.2+dfsg-7+deb12u16</c>, or empty.</param>
internal sealed record QemuRelease(string Version, string Package)
{
    private static readonly Regex s_format = new(
        @"\A(?<version>[0-9]+(\.[0-9]+)+)(\s*\((?<package>.*)\))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    );

    /// <summary>A release that is not known.</summary>
    public static readonly QemuRelease Unknown = new("", "");

    /// <summary>Parses text such as <c>7.2.22 (Debian 1:7.2+dfsg-7)</c>; other text is not a version.</summary>
    public static QemuRelease Parse(string text) =>
        s_format.Match(text.Trim()) is { Success: true } match
            ? new QemuRelease(match.Groups["version"].Value, match.Groups["package"].Value.Trim())
            : Unknown;

    /// <summary>Adds what another source knows about the same release.</summary>
    public QemuRelease Complete(QemuRelease other) =>
        Version.Length == 0 ? other
        : Package.Length == 0 && Version == other.Version ? other
        : this;

    public override string ToString() => Package.Length == 0 ? Version : $"{Version} ({Package})";
}
