namespace QmpGen.Tests;

/// <summary>Marks a test that needs a real QEMU.</summary>
/// <param name="release">The release that the test requires, such as <c>7.2</c>; null for any.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QemuFactAttribute(string? release = null)
    : ProgramFactAttribute("QEMU", "qemu-system-x86", RealQemu.Version, release);
