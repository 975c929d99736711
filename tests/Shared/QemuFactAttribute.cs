namespace QmpGen.Tests;

/// <summary>Marks a test that needs a real QEMU.</summary>
/// <param name="releases">The releases that the test supports, such as <c>7.2</c>; empty for any.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QemuFactAttribute(params string[] releases)
    : ProgramFactAttribute("QEMU", "qemu-system-x86", RealQemu.Version, releases);
