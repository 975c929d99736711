namespace QmpGen.Tests;

/// <summary>Greetings as QEMU's monitors send them.</summary>
internal static class Greetings
{
    public const string Qemu72 =
        """{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian"}, "capabilities": ["oob"]}}""";

    public const string Qemu30 =
        """{"QMP": {"version": {"qemu": {"micro": 0, "minor": 0, "major": 3}, "package": ""}, "capabilities": ["oob"]}}""";

    public const string Qemu212 =
        """{"QMP": {"version": {"qemu": {"micro": 0, "minor": 12, "major": 2}, "package": ""}, "capabilities": ["oob"]}}""";

    /// <summary>A greeting of QEMU 2.5.1, which does not offer out-of-band execution.</summary>
    public const string WithoutOutOfBand =
        """{"QMP": {"version": {"qemu": {"micro": 1, "minor": 5, "major": 2}, "package": ""}, "capabilities": []}}""";
}
