using Xunit;
using static QmpGen.Generator.Tests.MergedBindings;

namespace QmpGen.Generator.Tests.Merging;

/// <summary>The documentation lists the releases of what is not in every merged dump.</summary>
public sealed class AvailabilityTests
{
    private static readonly string[] s_dumps =
    [
        Dump(
            """{"name": "old", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
            Object("Info", $"{Member("a", "int")}, {Member("first", "int")}, {Member("state", "State")}"),
            Enum("State", "off")
        ),
        Dump(
            Object(
                "Info",
                $"{Member("a", "int")}, {Member("b", "int")}, {Member("state", "State")}, {Member("unit", "str")}"
            ),
            Enum("State", "off", "on")
        ),
        Dump(
            Object(
                "Info",
                $$"""{{Member("a", "int", """, "default": null""")}}, {{Member("b", "int")}}, {{Member("state", "State")}}"""
            ),
            Enum("State", "on")
        ),
    ];

    [Theory]
    [InlineData("OldCommand", "Only in QEMU 1.0.")]
    [InlineData("GoCommand", "")]
    [InlineData("Info", "")]
    [InlineData("Info.State", "")]
    [InlineData("Info.A", "Optional. Required in QEMU 1.0, 2.0.")]
    [InlineData("Info.B", "Optional. Not in QEMU 1.0. Required in the others.")]
    [InlineData("Info.First", "Optional. Only in QEMU 1.0, which requires it.")]
    [InlineData("State.Off", "Not in QEMU 3.0.")]
    [InlineData("State.On", "Not in QEMU 1.0.")]
    public void Summary_OfMergedPart_ListsItsReleases(string name, string summary)
    {
        GenerationResult result = Generation.Run(CreateItems(s_dumps));

        string[] parts = name.Split('.');
        Assert.Equal(
            summary,
            Documentation.SummaryOf(
                parts.Length == 1 ? result.Find(name)! : result.Find(parts[0])!.GetMembers(parts[1]).Single()
            )
        );
    }

    [Fact]
    public void Summary_WithTwoDumpsOfOneVersion_AddsTheFileName()
    {
        GenerationResult result = Generation.Run(
            new InMemorySchema("x86.json", s_dumps[0], ("Namespace", "Qemu"), ("QemuVersion", "9.0")),
            new InMemorySchema("s390.json", s_dumps[1], ("Namespace", "Qemu"), ("QemuVersion", "9.0"))
        );

        Assert.Equal("Only in QEMU 9.0 (x86).", Documentation.SummaryOf(result.Find("OldCommand")!));
    }

    [Theory]
    [InlineData("/schema/x86/qemu.json", "/schema/s390/qemu.json", "x86/qemu")]
    [InlineData("x86/v1/qemu.json", "s390/v1/qemu.json", "x86/v1/qemu")]
    [InlineData(@"C:\x86\qemu.json", @"C:\s390\qemu.json", "x86/qemu")]
    [InlineData("/qemu.json", "/qemu.txt", "/qemu.json")]
    public void Summary_WithTwoDumpsOfOneFileName_AddsThePath(string one, string other, string label)
    {
        GenerationResult result = Generation.Run(
            new InMemorySchema(one, s_dumps[0], ("Namespace", "Qemu"), ("QemuVersion", "9.0")),
            new InMemorySchema(other, s_dumps[1], ("Namespace", "Qemu"), ("QemuVersion", "9.0"))
        );

        Assert.Equal($"Only in QEMU 9.0 ({label}).", Documentation.SummaryOf(result.Find("OldCommand")!));
    }

    [Fact]
    public void Bindings_OfMonitorAndGuestAgent_AreThoseOfTheFirst()
    {
        GenerationResult result = Generation.Run(
            new InMemorySchema("qemu.json", s_dumps[0], ("Namespace", "Qemu")),
            new InMemorySchema(
                "agent.json",
                Dump(
                    """{"name": "guest-sync-delimited", "meta-type": "command", "arg-type": "0", "ret-type": "0"}""",
                    Object("Info", "")
                ),
                ("Namespace", "Qemu")
            )
        );

        Assert.Equal("QMPGEN011", Assert.Single(result.Reported).Id);
        Assert.NotNull(result.Find("OldCommand"));
        Assert.Null(result.Find("GuestSyncDelimitedCommand"));
    }
}
